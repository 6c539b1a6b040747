/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/record.h"

/* A meeting as calendars read it: one iCalendar object with one event (RFC 5545). Writing only. */

/* event: a record of that kind. network: what the association is called; with the event's id it
 * makes the UID, by which a calendar that reads the file again knows the meeting. now: Unix
 * seconds.
 *
 *   UID, DTSTAMP, SEQUENCE   network and id, now, the revision
 *   DTSTART, DTEND           in UTC; without an end the calendar decides
 *   SUMMARY, CATEGORIES      title, theme
 *   DESCRIPTION              summary, and where to follow it online
 *   LOCATION, URL            place and commune, the online address
 *   STATUS                   TENTATIVE while it is only proposed, CANCELLED, else CONFIRMED
 *
 * NULL for a record without a start. */
GBytes *soho_icalendar_write (SohoRecord *event, const char *network, gint64 now);

/* A name for the file, "2026-09-17 Vendre en ligne.ics", that every file system takes. To be freed.
 */
char *soho_icalendar_dup_file_name (SohoRecord *event);
