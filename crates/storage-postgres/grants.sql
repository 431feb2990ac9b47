-- Who may do what (S76). Run after every migration: it takes all rights away first, so these are all there are. The golden
-- file of the tests is `tests/postgres/tests/postgres/grants.txt`.
--
-- Triggers and keys act with the rights of the tables' owner, so no role needs a right on what a rule looks at. Nobody gets
-- TRUNCATE, TRIGGER or REFERENCES, and nobody may change or delete what is only ever added.
REVOKE ALL ON ALL TABLES IN SCHEMA regain FROM PUBLIC, regain_self, regain_admin;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA regain FROM PUBLIC, regain_self, regain_admin;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA regain FROM PUBLIC, regain_self, regain_admin;
REVOKE ALL ON SCHEMA regain FROM PUBLIC, regain_self, regain_admin;
GRANT USAGE ON SCHEMA regain TO regain_self, regain_admin;
GRANT EXECUTE ON FUNCTION instr, zeroblob, randomblob TO regain_self, regain_admin;

-- What people do for themselves, by the queries in `storage-sql`.
GRANT SELECT, INSERT ON
    credential_changes, history, policies, presented_proofs, proofs, retired_user_names, saved_code_uses
TO regain_self;
GRANT SELECT, INSERT, UPDATE ON
    alarms, challenges, contact_invitations, contact_requests, contacts_needed, history_details, invitations, manifests,
    method_uses, passwords, people, policy_requests, role_requests
TO regain_self;
GRANT SELECT, INSERT, DELETE ON
    answered_passkeys, person_keys
TO regain_self;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    address_claims, contacts, devices, former_addresses, freeze_links, identifiers, methods, outbox, recovery_flows,
    saved_codes, sessions, sign_in_counters, spendings, verifications
TO regain_self;
GRANT SELECT, UPDATE ON check_ups, write_checks TO regain_self;
GRANT SELECT ON used_steps, ways_counted TO regain_self;

-- What administrators do. The tables of credentials are closed to them (`storage-sqlite/src/restricted.rs` has the same
-- list), but for the columns that reports count by: no secret, no hash, no digest of a code.
GRANT SELECT (person_id, checked_at) ON check_ups TO regain_admin;
GRANT SELECT (person_id, accepted_at, counts_from, declined_at, ended_at) ON contacts TO regain_admin;
GRANT SELECT (person_id, needed) ON contacts_needed TO regain_admin;
GRANT SELECT (canonical, person_id, shown, position, verified_at, counts_from, ended_at, counts_until)
    ON former_addresses TO regain_admin;
GRANT SELECT (person_id, kind, added_at, counts_from, ended_at) ON methods TO regain_admin;
GRANT SELECT (person_id, settles_at, addresses, saved_codes, authenticators, passkeys) ON ways_counted TO regain_admin;

-- Inviting, disabling, enabling, roles, policies. `set_standing` names `erased_at`, so the column can't be left out here:
-- the trigger `people_closed_to_erasure` refuses another value, and `history_closed_to_erasure` the entries of an erasure.
GRANT SELECT, INSERT ON people TO regain_admin;
GRANT UPDATE (status, role, activated_at, frozen_at, needs_recovery, role_since, standing_version, standing_mac, sort_key,
              search_text, erased_at)
    ON people TO regain_admin;
GRANT SELECT, INSERT, DELETE ON identifiers, person_keys TO regain_admin;
GRANT SELECT, INSERT, UPDATE ON invitations, policy_requests, role_requests TO regain_admin;
GRANT SELECT, INSERT ON history, history_details, policies TO regain_admin;
GRANT SELECT, DELETE ON sessions TO regain_admin;
GRANT SELECT (id, person_id, state), UPDATE (state, gate_class, method) ON recovery_flows TO regain_admin;
GRANT SELECT (remembered_until), UPDATE (remembered_until) ON devices TO regain_admin;

-- Their mails, with links that freeze an account, and how many may be sent. Counts go over to newer keys.
GRANT INSERT ON freeze_links, outbox TO regain_admin;
GRANT SELECT, INSERT, UPDATE ON spendings TO regain_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_counters TO regain_admin;
RESET ROLE;
