//! Which columns are never read: passwords and numbers of identity papers. Decided by the header
//! alone, before any value is looked at (minimal data; domain notes, part 2).

/// Parts of a heading, lower case and without punctuation, that give it away.
const PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "kennwort",
    "passwort",
    "密码",
    "口令",
    "пароль",
    "parol",
    "身份证",
    "证件号",
    "居民证",
    "护照",
    "nationalid",
    "citizennumber",
    "citizenid",
    "identitynumber",
    "identitycard",
    "identitydocument",
    "idcard",
    "socialsecurity",
    "passport",
    "pasport",
    "паспорт",
    "снилс",
    "пинфл",
    "жшшир",
    "pinfl",
    "jshshir",
    "taxid",
    // China's national pupil number is "G" and the identity number.
    "学籍号",
];

/// Whole headings too short to be looked for inside others.
const WHOLE: &[&str] = &[
    "pwd", "userpwd", "pass", "pin", "ssn", "инн", "inn", "snils", "iin", "иин",
];

/// Whether a column of this heading is dropped unread.
pub(super) fn is_secret(heading: &str) -> bool {
    let plain: String = heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    PARTS.iter().any(|part| plain.contains(part)) || WHOLE.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn headings_give_themselves_away() {
        for secret in [
            "Password",
            "passwd ",
            "身份证件号",
            "成员1身份证件号",
            "ИНН",
            "National ID",
            "PINFL",
            "Passport No.",
            "全国学籍号",
            "user_pwd",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
        for plain in [
            "student_id",
            "学籍辅号",
            "班内学号",
            "State ID",
            "phone",
            "Classes",
            "inning",
        ] {
            assert!(!is_secret(plain), "{plain}");
        }
    }
}
