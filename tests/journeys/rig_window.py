# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with one of each trap in it, for rig.py to show that the rig does not fall into them."""

import gi

gi.require_version("Gtk", "4.0")
gi.require_version("Adw", "1")
from gi.repository import Adw, Gtk  # noqa: E402

VILLAGES = [f"Village {number}" for number in range(1, 101)]


class Window(Adw.ApplicationWindow):
    def __init__(self, application):
        super().__init__(application=application, title="Banc d’essai")
        self.set_default_size(600, 400)
        stack = Adw.ViewStack()
        stack.add_titled(self.first_page(), "first", "Première")
        stack.add_titled(Gtk.Label(label="Rien que des mots"), "second", "Seconde")
        switcher = Adw.ViewSwitcher(stack=stack)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.append(Adw.HeaderBar(title_widget=switcher))
        box.append(stack)
        self.set_content(box)

    def first_page(self):
        page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        entry = Gtk.SearchEntry(placeholder_text="Chercher")
        entry.update_property([Gtk.AccessibleProperty.LABEL], ["Chercher"])
        answer = Gtk.Label(label="…")
        menu = Gtk.Popover()
        choice = Gtk.Button(label="_Effacer", use_underline=True)
        choice.connect("clicked", lambda *_: (answer.set_label("Effacé"), menu.popdown()))
        menu.set_child(choice)
        button = Gtk.MenuButton(label="Plus", popover=menu)
        delete = Gtk.Button(label="Supprimer")
        delete.connect("clicked", lambda *_: self.ask(answer))
        model = Gtk.StringList.new(VILLAGES)
        words = Gtk.CustomFilter.new(lambda item: entry.get_text() in item.get_string())
        entry.connect("changed", lambda *_: words.changed(Gtk.FilterChange.DIFFERENT))
        factory = Gtk.SignalListItemFactory()
        factory.connect("setup", lambda _, item: item.set_child(Gtk.Label(xalign=0)))
        factory.connect("bind", lambda _, item: item.get_child().set_label(item.get_item().get_string()))
        view = Gtk.ListView(
            model=Gtk.SingleSelection(model=Gtk.FilterListModel(model=model, filter=words)),
            factory=factory,
        )
        scrolled = Gtk.ScrolledWindow(child=view, vexpand=True)
        for child in (entry, button, delete, answer, scrolled):
            page.append(child)
        return page

    def ask(self, answer):
        dialog = Adw.MessageDialog(transient_for=self, heading="Supprimer le village ?", modal=True)
        dialog.add_response("no", "Garder")
        dialog.add_response("yes", "Supprimer")
        dialog.connect("response", lambda _, response: answer.set_label(f"Réponse {response}"))
        dialog.present()


application = Adw.Application(application_id="fr.sohosolo.Rig")
application.connect("activate", lambda _: Window(application).present())
application.run()
