-- Every statement may be run again: H2 commits each one by itself, and a hub killed at this step begins it anew.

-- One row a mail to send, written in one transaction with the step that it tells of; of those with the same `once` there
-- is one. `content` is emptied once it is sent or will never be.
create table if not exists mail (
    id         uuid primary key,
    tenant     varchar(40)  not null,
    mailbox    varchar(20)  not null,
    once       varchar(200) not null,
    purpose    varchar(60)  not null,
    request    uuid         references request (id),
    message_id varchar(320) not null,
    content    text,
    state      varchar(20)  not null,
    reason     varchar(300),
    attempts   integer      not null default 0,
    due        timestamp(3) with time zone,
    lease      uuid,
    lease_node varchar(100),
    written_at timestamp(3) with time zone not null,
    sent_at    timestamp(3) with time zone,
    unique (tenant, once)
);
create index if not exists mail_due on mail (due);
create index if not exists mail_message_id on mail (message_id);
create index if not exists mail_request on mail (request);

-- Which node reads a mailbox now, and what became of the last time.
create table if not exists mailbox (
    tenant   varchar(40) not null,
    mailbox  varchar(20) not null,
    node     varchar(100),
    until    timestamp(3) with time zone,
    read_at  timestamp(3) with time zone,
    fault    varchar(300),
    fault_at timestamp(3) with time zone,
    primary key (tenant, mailbox)
);

-- One row a mail that came, by its content; no address and no word of it. `attempts` counts how often it was begun.
create table if not exists inbound_mail (
    id          uuid primary key,
    tenant      varchar(40)  not null,
    mailbox     varchar(20)  not null,
    sha256      varchar(64)  not null,
    received_at timestamp(3) with time zone not null,
    seen_at     timestamp(3) with time zone not null,
    attempts    integer      not null default 0,
    ending      varchar(20),
    reason      varchar(300),
    request     uuid         references request (id),
    settled_at  timestamp(3) with time zone,
    settled_by  varchar(200),
    unique (tenant, mailbox, sha256)
);
create index if not exists inbound_mail_ending on inbound_mail (tenant, ending, received_at);
