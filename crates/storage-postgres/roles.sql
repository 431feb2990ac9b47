-- Three roles (S76). The owner of the schema can't sign in. `regain_self` is what people do for themselves, `regain_admin`
-- what administrators do; each signs in with a password that the operator sets.
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'regain_owner') THEN
        CREATE ROLE regain_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'regain_self') THEN
        CREATE ROLE regain_self LOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'regain_admin') THEN
        CREATE ROLE regain_admin LOGIN;
    END IF;
    EXECUTE format('GRANT regain_owner TO %I', current_user);
    EXECUTE format('GRANT CREATE ON DATABASE %I TO regain_owner', current_database());
    -- Nobody makes a table of their own to hang a trigger's function on.
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
END $$;
SET ROLE regain_owner;
CREATE SCHEMA IF NOT EXISTS regain;
SET search_path = regain, pg_temp;
