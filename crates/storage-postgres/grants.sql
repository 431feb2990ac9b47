-- Who may do what (S76). The golden file of the tests is `tests/grants.txt`.
GRANT USAGE ON SCHEMA regain TO regain_self, regain_admin;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA regain TO regain_self, regain_admin;
REVOKE ALL ON TABLE regain._sqlx_migrations FROM regain_self;
RESET ROLE;
