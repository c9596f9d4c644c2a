package org.dsrhub.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.database.Timestamps;
import org.dsrhub.security.Caller;
import org.dsrhub.source.Right;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OpenRequestsTests {

	private static final Duration FRESH = Duration.ofSeconds(2);

	private final MovingClock clock = new MovingClock(Clock.systemUTC());

	private Workshop shop;

	@BeforeEach
	void limit(@TempDir Path folder) throws IOException {
		this.shop = new Workshop(folder);
		Path file = folder.resolve("config/tenants/fabrikam.yaml");
		Workshop.write(file, Files.readString(file) + "\nlimits: {open: 2}\n");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			nothing is open                                    | 100 | 10 | 40 | false | 0   | 0  | 40
			the tenant's bound is the smaller one              | 100 | 10 | 40 | false | 60  | 39 | 1
			the bound of all is the smaller one                | 100 | 10 | 40 | false | 95  | 10 | 5
			the tenant has as many as it may                   | 100 | 10 | 40 | false | 60  | 40 | 0
			all have as many as they may                       | 100 | 10 | 40 | false | 100 | 10 | 0
			more than a bound, by decisions and retries        | 100 | 10 | 40 | false | 120 | 50 | 0
			a shut door stays shut at one below the bound      | 100 | 10 | 40 | true  | 60  | 39 | 0
			it opens when a twentieth is free                  | 100 | 10 | 40 | true  | 60  | 37 | 3
			it stays shut for all, too                         | 100 | 10 | 40 | true  | 95  | 10 | 0
			and opens for all                                  | 100 | 10 | 40 | true  | 94  | 10 | 6
			a small bound has no twentieth                     | 100 | 10 | 1  | true  | 1   | 0  | 1
			a small bound is kept                              | 100 | 10 | 1  | false | 1   | 1  | 0
			others took all, and it has none                   | 100 | 10 | 40 | false | 100 | 0  | 10
			others took all, and it has a part of its share    | 100 | 10 | 40 | false | 104 | 4  | 6
			others took all, and it has its share              | 100 | 10 | 40 | false | 110 | 10 | 0
			others took nearly all, and its share is more      | 100 | 10 | 40 | false | 99  | 4  | 6
			others left more than its share                    | 100 | 10 | 40 | false | 50  | 4  | 36
			its own bound is less than its share               | 100 | 10 | 5  | false | 100 | 0  | 5
			shut, and its share opens when a twentieth is free | 100 | 40 | 50 | true  | 120 | 37 | 3
			shut, and its share is as good as taken            | 100 | 40 | 50 | true  | 120 | 38 | 0
			more tenants than requests                         | 2   | 0  | 40 | false | 2   | 0  | 0
			""")
	void a_door_takes_no_more_than_there_is_room_for(String name, int all, int share, int tenant, boolean shut,
			long open, long own, long room) {
		assertThat(new OpenBounds(all, share, tenant).room(shut, open, own)).isEqualTo(room);
	}

	@Test
	void tenants_that_have_taken_all_shut_no_doors_but_their_own() {
		OpenRequests open = RequestRoom.open(this.shop, new MovingClock(Instant.EPOCH), 9);
		assertThat(open.room(Door.INBOX, "contoso", 20)).isEqualTo(9);
		assertThat(open.full(Door.REST, "contoso")).isTrue();
		assertThat(open.room(Door.REST, "fabrikam", 1)).isOne();
		assertThat(open.room(Door.INBOX, "northwind", 20)).isEqualTo(3);
		assertThat(open.full(Door.REST, "northwind")).isTrue();
		assertThat(open.room(Door.REST, "fabrikam", 5)).isOne();
	}

	@Test
	void what_a_door_takes_counts_at_once_and_what_is_closed_no_more(CapturedOutput output) {
		OpenRequests open = RequestRoom.open(this.shop, this.clock, 10);
		assertThat(open.room(Door.INBOX, "fabrikam", 5)).isEqualTo(2);
		assertThat(open.room(Door.REST, "fabrikam", 1)).isZero();
		assertThat(open.full(Door.MAIL, "fabrikam")).isTrue();
		assertThat(open.room(Door.INBOX, "contoso", 20)).isEqualTo(8);
		assertThat(open.full(Door.INBOX, "contoso")).isTrue();
		assertThat(open.waiting(Door.REST, "fabrikam")).isTrue();
		// Nothing came to it, and the question says of no door that it waits.
		assertThat(open.waiting(Door.REST, "contoso")).isFalse();
		// None of them was registered.
		this.clock.pass(FRESH);
		assertThat(open.room(Door.REST, "fabrikam", 1)).isOne();
		assertThat(open.waiting(Door.REST, "fabrikam")).isFalse();
		assertThat(output).doesNotContain("door=rest tenant=contoso")
			.containsOnlyOnce("event=intake-waits door=rest tenant=fabrikam")
			.containsOnlyOnce("event=intake-goes-on door=rest tenant=fabrikam");
	}

	@Test
	void registered_requests_are_counted_and_those_that_nobody_verified_are_not() {
		Registrar registrar = RequestRoom.registrar(this.shop);
		Caller caller = new Caller("olga", Set.of(), Set.of("fabrikam"));
		for (int i = 0; i < 3; i++) {
			UUID unverified = registrar.registerUnverified(document("stranger" + i), Door.MAIL, caller, "en").request();
			this.shop.jdbc()
				.sql("insert into confirmation (id, tenant, sender, token, code, written_at, due) values (?, 'fabrikam', 's', ?, 'c', ?, ?)")
				.params(unverified, "T" + i, Timestamps.of(Instant.now()), Timestamps.of(Instant.now()))
				.update();
		}
		OpenRequests open = RequestRoom.open(this.shop, this.clock, 10);
		assertThat(open.full(Door.MAIL, "fabrikam")).isFalse();
		registrar.register(document("ana"), Door.REST, caller);
		// Filed with authority, it is a stranger's no more.
		registrar.register(document("stranger0"), Door.REST, caller);
		this.clock.pass(FRESH);
		assertThat(open.full(Door.MAIL, "fabrikam")).isTrue();
		assertThat(open.full(Door.MAIL, "contoso")).isFalse();
	}

	@Test
	void a_count_that_seemed_to_take_for_ever_is_soon_made_again() {
		AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);
		long hour = Duration.ofHours(1).toNanos();
		OpenRequests open = new OpenRequests(this.shop.jdbc(), this.shop.tenants(), new OpenProperties(10),
				() -> time.getAndAdd(hour));
		assertThat(open.room(Door.INBOX, "fabrikam", 5)).isEqualTo(2);
		assertThat(open.room(Door.INBOX, "fabrikam", 5)).isEqualTo(2);
	}

	private static RequestDocument document(String name) {
		return new RequestDocument(null, "fabrikam", Right.ACCESS,
				new RequestDocument.SubjectIdentifiers(name + "@contoso.example", null, null, null, null), null, null,
				null, Instant.parse("2026-11-01T10:00:00Z"), null);
	}

}
