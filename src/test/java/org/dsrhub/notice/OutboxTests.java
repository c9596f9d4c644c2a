package org.dsrhub.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.database.SharedQueues;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.request.RequestState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class OutboxTests {

	private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

	private final MovingClock clock = new MovingClock(NOW);

	private final AnswerMails mails = mock(AnswerMails.class);

	private final List<Object> told = new ArrayList<>();

	private Workshop shop;

	private Path folder;

	/** What happens while a file is written. */
	private Runnable meanwhile = () -> {
	};

	private Outbox outbox;

	@BeforeEach
	void open(@TempDir Path folder) throws IOException {
		this.shop = new Workshop(folder);
		this.folder = Files.createDirectories(this.shop.hub().outbox().resolve("contoso"));
		Files.createDirectories(this.shop.hub().data());
		when(this.mails.write(any())).thenReturn(true);
		OutboxFiles files = new OutboxFiles(new DocumentJson(), this.shop.hub()) {
			@Override
			void write(String tenant, String name, Object document) {
				super.write(tenant, name, document);
				OutboxTests.this.meanwhile.run();
			}
		};
		this.outbox = new Outbox(jdbc(), new Transactions(this.shop.transactions()), NoticeRoom.results(this.shop),
				files, this.clock, this.shop.hub(), new FreeSpace(this.shop.hub(), DataSize.ofBytes(1)), this.mails,
				new SharedQueues(jdbc(), this.shop.database(), this.shop.ledgerClock()), this.told::add);
	}

	@Test
	void receipts_of_duplicates_are_told_with_the_request_and_each_of_them_once() throws IOException {
		UUID original = request("R-1", "discovering");
		UUID duplicate = duplicate(original, "again");
		UUID namesake = duplicate(original, "R-1");
		request("R-2", "received");
		assertThat(this.outbox.writeNext()).as("whether there may be more").isFalse();
		assertThat(files()).containsOnlyKeys("R-1.json", "R-2.json", "again.json", namesake + ".json");
		assertThat(files().get("R-1.json")).contains(original.toString(), "\"state\":\"discovering\"");
		assertThat(files().get("again.json")).contains(duplicate.toString(), original.toString());
		assertThat(due()).isEmpty();
		assertThat(this.told).hasSize(2);
	}

	@Test
	void a_request_that_changes_while_its_answer_is_written_is_told_again() throws IOException {
		UUID request = request("R-1", "discovering");
		this.meanwhile = () -> jdbc().sql("update request set state = 'packaging', changed = changed + 1 where id = ?")
			.param(request)
			.update();
		this.outbox.writeNext();
		assertThat(due()).containsOnlyKeys("R-1");
		assertThat(this.told).isEmpty();
		this.meanwhile = () -> {
		};
		this.outbox.writeNext();
		assertThat(files().get("R-1.json")).contains("\"state\":\"packaging\"");
		assertThat(due()).isEmpty();
		assertThat(this.told).containsExactly(new NoticeEvent(request, "contoso", RequestState.PACKAGING));
	}

	@Test
	void an_answer_that_cannot_be_written_waits_and_keeps_no_other_back() throws IOException {
		Files.createDirectories(this.folder.resolve("R-1.json/in-the-way"));
		request("R-1", "discovering");
		request("R-2", "discovering");
		this.outbox.writeNext();
		assertThat(this.folder.resolve("R-2.json")).exists();
		assertThat(due()).containsExactly(Map.entry("R-1", NOW.plusSeconds(30)));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void a_mail_that_cannot_be_made_is_tried_again_later() throws IOException {
		when(this.mails.write(any())).thenReturn(false);
		request("R-1", "discovering");
		this.outbox.writeNext();
		assertThat(files()).containsOnlyKeys("R-1.json");
		assertThat(due()).containsExactly(Map.entry("R-1", NOW.plusSeconds(30)));
	}

	private UUID request(String reference, String state) {
		UUID id = UUID.randomUUID();
		jdbc().sql("""
				insert into request (id, tenant, reference, asked, state, document, fingerprint, door, filed_by, roles,
				  received_at, registered_at, deadline, notice_due, evidence_hash)
				values (?, 'contoso', ?, 'export', ?, '{}', ?, 'rest', 'olga', '', ?, ?, date '2026-04-01', ?, ?)""")
			.params(id, reference, state, reference, at(), at(), at(), "0".repeat(64))
			.update();
		return id;
	}

	private UUID duplicate(UUID request, String reference) {
		UUID id = UUID.randomUUID();
		jdbc().sql("insert into duplicate values (?, 'contoso', ?, ?, ?, ?, 'olga')")
			.params(id, reference, request, at(), at())
			.update();
		return id;
	}

	private static OffsetDateTime at() {
		return Timestamps.of(NOW.minusSeconds(60));
	}

	private Map<String, Instant> due() {
		return jdbc().sql("select reference, notice_due from request where notice_due is not null")
			.query((row, number) -> Map.entry(row.getString("reference"), Timestamps.read(row, "notice_due")))
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private Map<String, String> files() throws IOException {
		Map<String, String> files = new HashMap<>();
		try (var there = Files.list(this.folder)) {
			for (Path file : there.toList()) {
				files.put(file.getFileName().toString(), Files.readString(file));
			}
		}
		return files;
	}

	private JdbcClient jdbc() {
		return this.shop.jdbc();
	}

}
