//! Reads, in SQL, times that were stored while a clock was ahead: as [`regain_domain::Reckoning`] does, in one text.

/// Selects position and time of the entry since which none lies ahead of `$now`; no row if none does. The plus sign keeps
/// the engine from walking all entries from the newest on for one that lies ahead: usually there is none, and the index by
/// time says so at once.
macro_rules! right_since {
    ($now:literal) => {
        concat!(
            "SELECT behind.seq, behind.at FROM history AS behind
             WHERE behind.seq = 1 + (SELECT max(+ahead.seq) FROM history AS ahead WHERE ahead.at > ",
            $now,
            " + 5000)"
        )
    };
}

/// The time `$then`, defined relative to `$since`, as read at `$now`; the history entries `about` it tell when it was
/// written.
macro_rules! reckoned {
    ($about:literal, $since:literal, $then:literal, $now:literal) => {
        concat!(
            "CASE WHEN ",
            $since,
            " <= ",
            $now,
            " + 5000 AND NOT EXISTS (SELECT 1 FROM history WHERE event = 'clock.set_back') THEN ",
            $then,
            " ELSE coalesce(",
            $then,
            " - ",
            $since,
            " + (SELECT turn.at FROM history AS turn
                 WHERE turn.event = 'clock.set_back' AND turn.at + 5000 < ",
            $since,
            " AND turn.at <= ",
            $now,
            " + 5000 AND turn.seq > coalesce((SELECT nearest.seq FROM (
                     SELECT entry.seq, abs(entry.at - ",
            $since,
            ") AS distance FROM history AS entry WHERE ",
            $about,
            ") AS nearest ORDER BY nearest.distance, nearest.seq DESC LIMIT 1), 0) ORDER BY turn.seq LIMIT 1), CASE WHEN ",
            $since,
            " <= ",
            $now,
            " + 5000 THEN ",
            $then,
            " ELSE ",
            $then,
            " - ",
            $since,
            " + coalesce((SELECT since.at FROM (",
            crate::rows::reckoned::right_since!($now),
            ") AS since), ",
            $now,
            ") END) END"
        )
    };
}

pub(crate) use {reckoned, right_since};
