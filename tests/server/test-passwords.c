/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/passwords.h"
#include "accounts/secrets.h"

#include <string.h>

#define RIGHT "le canard du jeudi"

typedef struct
{
  guint waiting;
  guint busy;
  char *kept;
  gboolean right;
} Told;

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer data)
{
  Told *told = data;
  g_autoptr (GError) error = NULL;

  told->kept = soho_passwords_hash_finish (result, &error);
  g_assert_no_error (error);
  told->waiting--;
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer data)
{
  Told *told = data;
  g_autoptr (GError) error = NULL;

  told->right = soho_passwords_verify_finish (result, &error);
  if (!told->right && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    told->busy++;
  else if (!told->right)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  told->waiting--;
}

static void
wait_for (Told *told)
{
  while (told->waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
verify (SohoPasswords *passwords, const char *kept, const char *password)
{
  Told told = { .waiting = 1 };

  soho_passwords_verify_async (passwords, kept, password, on_verified, &told);
  g_assert_cmpuint (told.waiting, ==, 1);
  wait_for (&told);
  return told.right;
}

static void
test_verify (void)
{
  g_autoptr (SohoPasswords) passwords = soho_passwords_new ();
  Told told = { .waiting = 1 };

  soho_passwords_hash_async (passwords, RIGHT, on_hashed, &told);
  wait_for (&told);
  g_assert_true (g_str_has_prefix (told.kept, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_true (verify (passwords, told.kept, RIGHT));
  g_assert_false (verify (passwords, told.kept, RIGHT " "));
  g_assert_false (verify (passwords, told.kept, ""));
  g_assert_false (verify (passwords, NULL, RIGHT));
  g_assert_false (verify (passwords, "nonsense", RIGHT));
  g_free (told.kept);
}

static void
test_normalize (void)
{
  g_autofree char *longest = g_strnfill (SOHO_PASSWORD_MAX, 'x');
  g_autofree char *longer = g_strnfill (SOHO_PASSWORD_MAX + 1, 'x');
  g_autofree char *absurd = g_strnfill (10 * 1024 * 1024, 'x');
  char *composed = soho_password_normalize ("\u00e9t\u00e9 \u00e0 Mirande");
  char *decomposed = soho_password_normalize ("e\u0301te\u0301 a\u0300 Mirande");
  char *kept;

  g_assert_cmpstr (composed, ==, decomposed);
  g_assert_null (soho_password_normalize (""));
  g_assert_null (soho_password_normalize ("123456789"));
  g_assert_null (soho_password_normalize (longer));
  g_assert_null (soho_password_normalize (absurd));
  kept = soho_password_normalize (longest);
  g_assert_cmpstr (kept, ==, longest);
  soho_password_free (kept);
  soho_password_free (composed);
  soho_password_free (decomposed);
}

/* More at once than may wait: those are told at once, the others are all answered. */
static void
test_bounded (void)
{
  g_autoptr (SohoPasswords) passwords = soho_passwords_new ();
  Told told = { 0 };

  for (guint i = 0; i < 100; i++)
    {
      told.waiting++;
      soho_passwords_verify_async (passwords, NULL, RIGHT, on_verified, &told);
    }
  wait_for (&told);
  g_assert_cmpuint (told.busy, >=, 20);
  g_assert_cmpuint (told.busy, <=, 36);
}

static void
test_freed_meanwhile (void)
{
  SohoPasswords *passwords = soho_passwords_new ();
  Told told = { .waiting = 10 };

  for (guint i = 0; i < 10; i++)
    soho_passwords_verify_async (passwords, NULL, RIGHT, on_verified, &told);
  soho_passwords_free (passwords);
  wait_for (&told);
  g_assert_cmpuint (told.busy, >, 0);
}

static void
test_codes (void)
{
  g_autofree char *code = soho_secret_dup_code ();
  g_autofree char *other = soho_secret_dup_code ();
  g_autofree char *small = g_ascii_strdown (code, -1);
  g_autofree char *doubled = g_strconcat (code, code, NULL);
  g_autoptr (GBytes) hash = soho_secret_hash_code (code);
  g_autoptr (GBytes) typed = soho_secret_hash_code (g_strdelimit (small, "-", ' '));
  g_autoptr (GBytes) letters = soho_secret_hash_code ("oOiI lLoO 0000 0000");
  g_autoptr (GBytes) digits = soho_secret_hash_code ("0011-1100-0000-0000");

  g_assert_cmpuint (strlen (code), ==, 19);
  g_assert_cmpstr (code, !=, other);
  g_assert_true (g_bytes_equal (hash, typed));
  g_assert_true (g_bytes_equal (letters, digits));
  g_assert_null (soho_secret_hash_code (""));
  g_assert_null (soho_secret_hash_code (doubled));
  g_assert_null (soho_secret_hash_code ("0011-1100-0000-000U"));
  g_assert_null (soho_secret_hash_code ("0011-1100-0000-000\u00e9"));
}

static void
test_tokens (void)
{
  g_autofree char *token = soho_secret_dup_token ();
  g_autofree char *other = soho_secret_dup_token ();
  g_autoptr (GBytes) hash = soho_secret_hash_token (token);
  g_autoptr (GBytes) hash_of_other = soho_secret_hash_token (other);

  g_assert_cmpuint (strlen (token), ==, 43);
  g_assert_cmpuint (g_bytes_get_size (hash), ==, 32);
  g_assert_false (g_bytes_equal (hash, hash_of_other));
  g_assert_null (soho_secret_hash_token (""));
  g_assert_null (soho_secret_hash_token (token + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passwords/verify", test_verify);
  g_test_add_func ("/passwords/normalize", test_normalize);
  g_test_add_func ("/passwords/bounded", test_bounded);
  g_test_add_func ("/passwords/freed-meanwhile", test_freed_meanwhile);
  g_test_add_func ("/secrets/codes", test_codes);
  g_test_add_func ("/secrets/tokens", test_tokens);
  return g_test_run ();
}
