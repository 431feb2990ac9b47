//! The notation for a screen's texts: each in its three languages, side by side.

/// Declares the texts of one screen: a struct with a field for each, and a constant of it for each language.
///
/// Each line is `name: English, Traditional Chinese, Simplified Chinese;`. A missing language doesn't compile. The
/// English text documents its field. Texts that aren't plain strings (text around a number or a name) come after
/// `with`, as `name: type = English, Traditional Chinese, Simplified Chinese;`.
macro_rules! screen {
    (
        $(#[$about:meta])*
        $screen:ident {
            $($name:ident: $english:literal, $traditional:literal, $simplified:literal;)*
        }
        $(with {
            $(
                $(#[$meaning:meta])+
                $other:ident: $kind:ty = $in_english:expr, $in_traditional:expr, $in_simplified:expr;
            )*
        })?
    ) => {
        $(#[$about])*
        pub struct $screen {
            $(#[doc = $english] pub $name: &'static str,)*
            $($($(#[$meaning])+ pub $other: $kind,)*)?
        }

        impl $screen {
            pub(super) const ENGLISH: Self = Self {
                $($name: $english,)*
                $($($other: $in_english,)*)?
            };
            pub(super) const TRADITIONAL_CHINESE: Self = Self {
                $($name: $traditional,)*
                $($($other: $in_traditional,)*)?
            };
            pub(super) const SIMPLIFIED_CHINESE: Self = Self {
                $($name: $simplified,)*
                $($($other: $in_simplified,)*)?
            };

            /// Every text with its name; text around a number or a name with examples.
            #[cfg(test)]
            pub(super) fn all(&self) -> Vec<(&'static str, String)> {
                [
                    vec![$((stringify!($name), self.$name.to_owned())),*],
                    $($(crate::texts::tests::examples(stringify!($other), &self.$other),)*)?
                ]
                .concat()
            }
        }
    };
}
