package org.dsrhub.intake;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Drain;
import org.dsrhub.request.Door;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.RequestRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that are not taken at once.
 */
class WaitingFilesTests {

	private final MovingClock clock = new MovingClock(Clock.systemUTC());

	private final Instant begin = this.clock.instant();

	private Workshop shop;

	private Inbox inbox;

	@BeforeEach
	void open(@TempDir Path folder) throws IOException {
		this.shop = new Workshop(folder);
		this.inbox = new Inbox(this.shop.hub(), this.shop.tenants());
	}

	@Test
	void a_turn_goes_on_as_long_as_nobody_else_waits() {
		InboxTurns turns = new InboxTurns(this.inbox, RequestRoom.open(this.shop), this::nanos);
		drop("contoso", "a.csv", 1);
		assertThat(turns.goesOn("contoso")).isTrue();
		this.clock.pass(Duration.ofMinutes(1));
		assertThat(turns.goesOn("contoso")).isTrue();
	}

	@Test
	void a_turn_is_over_after_seconds_if_somebody_waits_and_until_the_next_round() {
		InboxTurns turns = new InboxTurns(this.inbox, RequestRoom.open(this.shop), this::nanos);
		assertThat(turns.goesOn("contoso")).isTrue();
		File waiting = drop("fabrikam", "b.csv", 1);
		assertThat(turns.goesOn("contoso")).isTrue();
		this.clock.pass(InboxTurns.TURN);
		assertThat(turns.goesOn("contoso")).isFalse();
		assertThat(turns.goesOn("fabrikam")).isTrue();
		assertThat(waiting.delete()).isTrue();
		assertThat(turns.goesOn("contoso")).isFalse();
		turns.begin();
		assertThat(turns.goesOn("contoso")).isTrue();
	}

	@Test
	void what_is_no_file_to_be_taken_waits_for_nothing() throws IOException {
		InboxTurns turns = new InboxTurns(this.inbox, RequestRoom.open(this.shop), this::nanos);
		Files.writeString(this.shop.inbox("fabrikam").resolve("notes.txt"), "x");
		Files.writeString(this.shop.inbox("fabrikam").resolve(".b.csv"), "x");
		Files.createDirectories(this.shop.inbox("northwind"));
		Files.writeString(this.shop.inbox("northwind").resolve("b.csv"), "x");
		assertThat(turns.goesOn("contoso")).isTrue();
		this.clock.pass(InboxTurns.TURN);
		assertThat(turns.goesOn("contoso")).isTrue();
	}

	@Test
	void one_whose_door_is_shut_waits_for_nothing() {
		OpenRequests open = RequestRoom.open(this.shop, this.clock, 1);
		InboxTurns turns = new InboxTurns(this.inbox, open, this::nanos);
		drop("fabrikam", "b.csv", 1);
		assertThat(turns.goesOn("contoso")).isTrue();
		this.clock.pass(InboxTurns.TURN);
		assertThat(open.room(Door.INBOX, "contoso", 1)).isOne();
		assertThat(turns.goesOn("contoso")).isTrue();
	}

	@Test
	void a_file_that_is_broken_off_for_anothers_goes_on_behind_its_last_row() throws IOException {
		InboxTurns turns = new InboxTurns(this.inbox, RequestRoom.open(this.shop), ticking());
		FileIntake intake = intake(turns, RequestRoom.open(this.shop));
		File big = drop("contoso", "big.csv", 250);
		File small = drop("fabrikam", "small.csv", 1);
		intake.take(big);
		assertThat(this.shop.count("request")).isEqualTo(100);
		intake.take(small);
		assertThat(small).doesNotExist();
		for (int round = 0; round < 3; round++) {
			turns.begin();
			intake.take(big);
		}
		assertThat(big).doesNotExist();
		assertThat(this.shop.count("request")).isEqualTo(251);
		assertThat(this.shop.count("duplicate")).isZero();
	}

	@Test
	void a_file_waits_in_the_middle_while_too_many_are_open_and_goes_on_by_itself() throws IOException {
		OpenRequests open = RequestRoom.open(this.shop, this.clock, 120);
		FileIntake intake = intake(new InboxTurns(this.inbox, open), open);
		File file = drop("contoso", "big.csv", 250);
		File other = drop("fabrikam", "other.csv", 1);
		take(intake, file);
		take(intake, file);
		assertThat(this.shop.count("request")).isEqualTo(120);
		assertThat(file).exists();
		take(intake, other);
		assertThat(other).doesNotExist();
		for (int round = 0; round < 2; round++) {
			this.shop.jdbc().sql("delete from open_request").update();
			take(intake, file);
		}
		assertThat(file).doesNotExist();
		assertThat(this.shop.inbox("contoso").resolve(".done/big.csv")).exists();
		assertThat(this.shop.count("request")).isEqualTo(251);
	}

	private void take(FileIntake intake, File file) throws IOException {
		intake.take(file);
		this.clock.pass(Duration.ofSeconds(2));
	}

	private FileIntake intake(InboxTurns turns, OpenRequests open) {
		Transactions transactions = new Transactions(this.shop.transactions());
		TakenFiles taken = new TakenFiles(this.shop.jdbc(), transactions, this.shop.clock(), this.shop.ledgerClock(),
				this.shop.hub(), new Drain());
		FreeSpace space = new FreeSpace(this.shop.hub(), DataSize.ofBytes(1));
		RowIntake rows = new RowIntake(RequestRoom.reader(this.shop, this.shop.clock()),
				RequestRoom.registrar(this.shop), taken, transactions);
		return new FileIntake(this.inbox, taken, new FileRows(taken, rows, space), new Settlement(taken), space, turns,
				open, this.shop.clock());
	}

	private File drop(String tenant, String name, int rows) {
		StringBuilder text = new StringBuilder("reference,right,email\n");
		for (int i = 0; i < rows; i++) {
			text.append("W-%d,export,ana%d@contoso.example\n".formatted(i, i));
		}
		try {
			return Files.writeString(this.shop.inbox(tenant).resolve(name), text).toFile();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What a JVM counts in may go over the largest number, as here. */
	private long nanos() {
		return Long.MAX_VALUE + ChronoUnit.NANOS.between(this.begin, this.clock.instant());
	}

	/**
	 * Moves by three seconds whenever somebody looks.
	 */
	private static LongSupplier ticking() {
		AtomicLong now = new AtomicLong();
		return () -> now.addAndGet(Duration.ofSeconds(3).toNanos());
	}

}
