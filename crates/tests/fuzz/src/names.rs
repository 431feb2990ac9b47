//! People's names and identifiers.

use crate::text;
use regain_domain::{EmailAddress, Identifier, MethodName, PersonName, UserName, text::is_hiding};

/// The one canonicaliser (S7): a canonical form is its own canonical form, in either case, and
/// doesn't break out of any context.
pub fn identifier(data: &[u8]) {
    let input = text(data);
    let Ok(read) = Identifier::parse(&input) else {
        return;
    };
    let canonical = read.canonical();
    let plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>(),;:\"\\[]".contains(&byte))
    };
    assert!(
        plain(canonical) && canonical.len() <= EmailAddress::MAX,
        "{canonical:?} of {input:?}"
    );
    for form in [
        canonical.to_owned(),
        canonical.to_uppercase(),
        format!(" {canonical}\t"),
    ] {
        let again = Identifier::parse(&form)
            .unwrap_or_else(|error| panic!("{form:?}, of {input:?}: {error}"));
        assert_eq!(
            again.canonical(),
            canonical,
            "canon(canon(x)) = canon(x), of {input:?}"
        );
    }
    assert_eq!(
        canonical.contains('@'),
        matches!(read, Identifier::Email(_)),
        "S9: one namespace, told apart by the sign"
    );
    match &read {
        Identifier::Email(address) => {
            let delivered =
                EmailAddress::parse(address.as_str()).expect("what is delivered to is an address");
            assert_eq!(delivered, *address, "of {input:?}");
            assert!(
                plain(address.as_str()) && address.as_str().eq_ignore_ascii_case(canonical),
                "S67: {address:?}"
            );
            assert_eq!(address.as_str().matches('@').count(), 1);
            assert!(canonical.starts_with(address.local_part()));
        }
        Identifier::UserName(name) => {
            assert_eq!(UserName::parse(name.as_str()).as_ref(), Ok(name));
            assert!((UserName::MIN..=UserName::MAX).contains(&name.as_str().len()));
        }
    }
}

/// Names of people and of credentials: one line, nothing hidden, and stored in a form that reads
/// back.
pub fn names(data: &[u8]) {
    let input = text(data);
    let method = MethodName::parse(&input);
    let Ok(name) = PersonName::parse(&input) else {
        let is_one = method.is_ok_and(|method| regain_domain::is_plain_name(method.as_str()));
        assert!(
            !is_one,
            "what can be a credential's name is no person's only where it has more to say: {input:?}"
        );
        return;
    };
    assert_eq!(
        PersonName::parse(name.as_str()).as_ref(),
        Ok(&name),
        "of {input:?}"
    );
    let count = name.as_str().chars().count();
    assert!(
        (1..=PersonName::MAX).contains(&count) && !is_hiding(name.as_str()),
        "{name:?}"
    );
    assert_eq!(method.is_ok(), count <= MethodName::MAX);
    assert!(UserName::parse(&input).is_err() || !name.as_str().contains('@'));
}
