//! Binding ids, digests, seals and moments to a query as they are stored.

use crate::Db;
use regain_domain::Timestamp;
use sqlx::Database;
use sqlx::query::{Query, QueryAs, QueryScalar};

type Arguments = <Db as Database>::Arguments;

/// A query that takes our own types.
pub(crate) trait Binds: Sized {
    /// An id, a digest, a seal or a key: its bytes.
    fn bytes(self, value: &impl AsRef<[u8]>) -> Self;

    /// The same, or NULL.
    fn bytes_or_null(self, value: Option<impl AsRef<[u8]>>) -> Self;

    /// A moment, in milliseconds.
    fn moment(self, moment: Timestamp) -> Self;
}

macro_rules! binds {
    ($($query:ident $(of $output:ident)?),+) => {$(
        impl<$($output)?> Binds for $query<'_, Db, $($output,)? Arguments> {
            fn bytes(self, value: &impl AsRef<[u8]>) -> Self {
                self.bind(value.as_ref().to_vec())
            }

            fn bytes_or_null(self, value: Option<impl AsRef<[u8]>>) -> Self {
                self.bind(value.map(|value| value.as_ref().to_vec()))
            }

            fn moment(self, moment: Timestamp) -> Self {
                self.bind(moment.as_millis())
            }
        }
    )+};
}

binds!(Query, QueryAs of O, QueryScalar of O);
