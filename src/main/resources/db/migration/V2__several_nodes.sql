-- What nodes need that share a ledger. Every statement may be run again.

-- Which node is taking an inbox file, and until when the others leave it alone.
alter table inbox_file add column if not exists node varchar(100);
alter table inbox_file add column if not exists due timestamp(3) with time zone;

-- What the key of digests makes of a fixed text: with another key no request would be known again.
create table if not exists digest_key (
    one   boolean default true primary key check (one),
    proof varchar(64) not null
);
