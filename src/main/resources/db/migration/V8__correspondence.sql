-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- One row a task that asks its vendor by e-mail. `unsure` is the Message-ID of the hub's last mail, as long as nothing shows
-- that it arrived; `attention` what a person must do.
create table if not exists correspondence (
    task         uuid primary key references task (id),
    request      uuid         not null references request (id),
    tenant       varchar(40)  not null,
    source       varchar(60)  not null,
    token        varchar(20)  not null,
    conversation text         not null,
    unsure       varchar(320),
    attention    varchar(600),
    unique (tenant, token)
);
create index if not exists correspondence_request on correspondence (request);
create index if not exists correspondence_unsure on correspondence (unsure);

-- One row a mail that belongs to one; no address and no word of it.
create table if not exists correspondence_mail (
    mail   uuid primary key,
    task   uuid        not null references task (id),
    said   varchar(20) not null,
    effect varchar(20) not null,
    at     timestamp(3) with time zone not null
);
