-- Every statement may be run again.

-- How the calls of a tenant for a source go, for all nodes: failures in a row; since when nothing but trouble came, and from the
-- end of the last pause that the service asked for, if the circuit is open; until when nobody calls, and until when one call that
-- tries the service is waited for; why. A row whose opened_at is empty and whose rests_until is over says that all is well.
create table if not exists circuit (
    tenant      varchar(40)  not null,
    source      varchar(200) not null,
    failures    integer      default 0 not null,
    reason      varchar(60),
    opened_at   timestamp(3) with time zone,
    rests_until timestamp(3) with time zone,
    probe_until timestamp(3) with time zone,
    primary key (tenant, source)
);
