//! Counts how many people with a role have the passkey that it needs (S114).

use super::Finding;
use regain_service::Regain;
use regain_storage::Work;
use regain_storage::readiness::ReportMoments;

/// Counts in the database. This is only a report: a role is granted by what its owner proves at sign-in.
pub(super) async fn finding(
    work: &mut dyn Work,
    regain: &Regain,
    public_url: &str,
) -> Result<Finding, String> {
    if !regain.roles.knows_passkeys() {
        return Ok(Finding::Note(format!(
            "browsers know no passkeys at {public_url}, which is a number: whoever has a role acts without one"
        )));
    }

    let now = regain.now();
    let at = ReportMoments {
        now,
        overdue_before: now,
    };
    let groups = work
        .ways_of_people()
        .ways_in_groups(at)
        .await
        .map_err(|error| error.to_string())?;
    let with_role = || groups.iter().filter(|group| group.role.is_privileged());
    let all: u64 = with_role().map(|group| group.people).sum();
    let without: u64 = with_role()
        .filter(|group| group.ways.passkeys.counting == 0)
        .map(|group| group.people)
        .sum();

    Ok(match (all, without) {
        (0, _) => Finding::Note("nobody has a role yet".to_owned()),
        (all, 0) => Finding::Fine(format!(
            "everybody who has a role has a passkey that counts: {all}"
        )),
        (all, without) => Finding::Note(format!(
            "without a passkey that counts: {without} of {all} who have a role; 14 days after they got it administration is closed to \
             them, until they add one at {public_url}/account/methods"
        )),
    })
}
