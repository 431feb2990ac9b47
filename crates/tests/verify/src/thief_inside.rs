//! T18: a thief was inside for a minute, or for days. The side that brings older proofs within
//! seven days wins, whatever newer ones did (S109–S113); where no rule can decide, the test only
//! reports the figure.

mod hands;
mod owner;
mod thief;

use crate::{Form, Report};
use hands::Hands;
use owner::Owner;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use regain_testkit::{CONTACTS, Person, SoftPasskey, World, done};
use std::time::Duration;
use thief::{Loot, Thief};

const TEST: &str = "t18";
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How long the thief goes on.
const HOURS: u64 = 8 * 24;
/// The hours until the owner tries again: the thief may have used up the mails of a day (S66).
const AGAIN: u32 = 12;
/// The hours within which the owner comes back: seven days, less an hour.
const IN_TIME: u64 = 7 * 24 - 1;

/// The owner's proofs, beside the password if it is still theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Mail and the authenticator app.
    App,
    /// Mail and saved codes.
    Codes,
    /// A passkey.
    Passkey,
    /// Mail and a recovery contact.
    Contact,
    /// Saved codes and the authenticator app; the mailbox is out of reach.
    NoMail,
}

/// Every owner of the table.
const WAYS: [Way; 5] = [
    Way::App,
    Way::Codes,
    Way::Passkey,
    Way::Contact,
    Way::NoMail,
];
/// Ways that need no code from the stolen page: the thief can use all of those up.
const WITHOUT_CODES: [Way; 3] = [Way::App, Way::Passkey, Way::Contact];

/// The result of a scene.
#[derive(Debug, Clone, Copy, Default)]
struct Outcome {
    scenes: u32,
    shut_out: u32,
    still_opens: u32,
    /// How often the thief got in at all after the first minute: if never, the scene shows nothing.
    got_in: u32,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        self.scenes += other.scenes;
        self.shut_out += other.shut_out;
        self.still_opens += other.still_opens;
        self.got_in += other.got_in;
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let mut reports = Vec::new();
    for (what, loots, rule, times) in [
        (
            "thieves whose proofs are newer",
            thief::NEWER,
            true,
            form.of(1000, 20),
        ),
        (
            "thieves with two old proofs",
            thief::AS_OLD,
            false,
            form.of(100, 4),
        ),
    ] {
        let mut outcome = Outcome::default();
        let mut worst = Vec::new();
        for nth in 0..times {
            let mut chance = StdRng::seed_from_u64(nth);
            let loot = loots[usize::try_from(nth).unwrap_or(0) % loots.len()];
            let ways = if loot == Loot::Paper {
                &WITHOUT_CODES[..]
            } else {
                &WAYS
            };
            let way = ways[chance.random_range(0..ways.len())];
            let came_of_it = scene(loot, way, &mut chance).await;
            if rule && came_of_it.shut_out + came_of_it.still_opens > 0 {
                worst.push(format!("{nth}: {loot:?}, {way:?}, {came_of_it:?}"));
            }
            outcome.add(came_of_it);
        }
        for line in worst.iter().take(20) {
            crate::say(line);
        }
        reports.extend(judged(what, outcome, rule));
    }
    reports
}

fn judged(what: &str, outcome: Outcome, rule: bool) -> Vec<Report> {
    let scenes = outcome.scenes;
    let shut_out = format!("owners shut out on day 8, of {scenes}, by {what}");
    let still_opens = format!("accounts that are open on day 8, of {scenes}, to {what}");
    let mut reports = if rule {
        vec![
            Report::exactly(TEST, shut_out, outcome.shut_out, 0),
            Report::exactly(TEST, still_opens, outcome.still_opens, 0),
        ]
    } else {
        vec![
            Report::told(TEST, shut_out, outcome.shut_out),
            Report::told(TEST, still_opens, outcome.still_opens),
        ]
    };
    if outcome.got_in == 0 {
        reports = reports
            .into_iter()
            .map(|report| report.voided("no thief ever got in"))
            .collect();
    }
    reports.push(Report::told(
        TEST,
        format!("visits of {what} that got in"),
        outcome.got_in,
    ));
    reports
}

/// One account, one thief, one owner, and their acts in random order.
async fn scene(loot: Loot, way: Way, chance: &mut StdRng) -> Outcome {
    let world = World::strict().await;
    let (anna, passkey) = settled(&world).await;
    let mut owner = Owner::new(&world, &anna, way, passkey.clone()).await;
    let mut thief = Thief::new(&world, &anna, loot, passkey).await;
    thief.wreck(&world, chance).await;

    let noticed = chance.random_range(0..=IN_TIME);
    let freezes = chance.random_bool(0.7);
    let mut back = if freezes {
        chance.random_range(noticed..=IN_TIME)
    } else {
        noticed
    };
    let mut visits: Vec<u64> = (0..chance.random_range(1..6))
        .map(|_| chance.random_range(0..HOURS))
        .collect();
    visits.sort_unstable();
    let mut hour = 0;
    let mut got_in = 0;
    let mut came_back = false;
    while hour < HOURS {
        if freezes && hour == noticed {
            owner.freeze(&world).await;
        }
        if hour == back {
            came_back = owner.comes_back(&world).await;
            if !came_back {
                back += u64::from(AGAIN);
            }
        }
        for _ in visits.extract_if(.., |at| *at == hour) {
            if thief.visits(&world, chance).await {
                got_in += 1;
            }
        }
        world.advance(HOUR);
        hour += 1;
    }
    let opens = thief.gets_in(&world).await;
    let mut shut_out = true;
    for _ in 0..6 {
        let is_back = came_back || owner.comes_back(&world).await;
        if is_back && owner.gets_in(&world).await {
            shut_out = false;
            break;
        }
        world.advance(HOUR * AGAIN);
    }
    Outcome {
        scenes: 1,
        shut_out: u32::from(shut_out),
        still_opens: u32::from(opens),
        got_in,
    }
}

/// Anna, who has had everything for long: an app, saved codes, a passkey, a recovery contact.
async fn settled(world: &World) -> (Person, SoftPasskey) {
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    let mut passkey = SoftPasskey::new(3);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    world.agreed_contacts(&anna, 1).await;
    world.advance(HOUR * 24 * 10);
    (anna, passkey)
}

/// The mailbox of Anna's recovery contact.
const CONTACT: &str = CONTACTS[0].1;
