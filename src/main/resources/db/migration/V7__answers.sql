-- Every statement may be run again.

-- Which answers its requester gets by mail, as was so when it was registered, and the language of the mail by which the
-- person asked. Null for requests from before.
alter table request add column if not exists answers varchar(100);
alter table request add column if not exists language varchar(20);

-- The deadline before it was extended, and why it was.
alter table request add column if not exists first_deadline date;
alter table request add column if not exists extension_reason varchar(2000);

-- One row a link to a package: never the token, only its SHA-256.
create table if not exists package_link (
    token_sha256 varchar(64)  primary key,
    request      uuid         not null references request (id),
    revision     integer      not null,
    made_by      varchar(200) not null,
    expires_at   timestamp(3) with time zone not null,
    used_at      timestamp(3) with time zone,
    opened       integer      default 0 not null
);
create index if not exists package_link_request on package_link (request);
