-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- What a desk made of a mail, written in one transaction with it: shown again after a crash, the mail ends the same.
create table if not exists taken_mail (
    mail    uuid primary key references inbound_mail (id),
    ending  varchar(20)  not null,
    reason  varchar(300) not null,
    request uuid         references request (id)
);

-- One row a request that a person is to confirm by a code. Sender and code are keyed digests; `due` is when the code's time
-- is over, null once it is settled.
create table if not exists confirmation (
    id         uuid primary key references request (id),
    tenant     varchar(40)  not null,
    sender     varchar(64)  not null,
    token      varchar(20)  not null,
    code       varchar(64)  not null,
    attempts   integer      not null default 0,
    written_at timestamp(3) with time zone not null,
    due        timestamp(3) with time zone,
    unique (tenant, token)
);
create index if not exists confirmation_due on confirmation (due);
create index if not exists confirmation_sender on confirmation (tenant, sender, written_at);
