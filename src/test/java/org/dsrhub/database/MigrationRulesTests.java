package org.dsrhub.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations that a node of the version before survives while it goes on beside a new
 * one: they only add, what it does not know may be left out by it, and each statement may
 * be run again.
 */
class MigrationRulesTests {

	private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

	/** The first version that may be brought in while nodes of the one before work. */
	private static final int FIRST = 16;

	private static final Pattern ADDS = Pattern.compile("create table if not exists .*|create index if not exists .*"
			+ "|alter table \\w+ add column if not exists (?!(?!.*\\bdefault\\b).*\\bnot null\\b)"
			+ "(?!.*\\b(unique|primary key|references|check)\\b).*"
			+ "|insert into .* where not exists .*|insert into .* on conflict do nothing");

	@ParameterizedTest
	@MethodSource("statements")
	void new_migrations_only_add(String file, String statement) {
		assertThat(adds(statement)).as("%s: %s", file, statement).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "drop table request", "alter table request drop column due",
			"alter table request rename column due to next", "alter table request alter column due set not null",
			"alter table request alter column tenant set data type varchar(50)", "truncate table task",
			"delete from task", "update task set state = 'planned'", "create table more (id uuid)",
			"create unique index if not exists one on task (id)", "create index more on task (id)",
			"alter table task add column more integer",
			"alter table task add column if not exists more integer not null",
			"alter table task add column if not exists more integer unique",
			"alter table task add column if not exists more uuid references request (id)",
			"insert into digest_key values (true, 'x')", "alter table task add constraint c check (found >= 0)" })
	void what_an_older_node_may_stumble_over_is_told(String statement) {
		assertThat(adds(statement)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table if not exists more (id uuid primary key, at integer not null)",
			"create index if not exists more on task (tenant, due)",
			"alter table task add column if not exists more varchar(40)",
			"alter table task add column if not exists more integer default 0 not null" })
	void what_an_older_node_does_not_see_is_allowed(String statement) {
		assertThat(adds(statement)).isTrue();
	}

	@Test
	void every_migration_has_a_number_of_its_own() throws IOException {
		try (Stream<Path> files = Files.list(MIGRATIONS)) {
			assertThat(files.map(MigrationRulesTests::version)).doesNotHaveDuplicates();
		}
	}

	private static boolean adds(String statement) {
		return ADDS.matcher(statement.toLowerCase(Locale.ROOT)).matches();
	}

	static List<String[]> statements() throws IOException {
		try (Stream<Path> files = Files.list(MIGRATIONS)) {
			return files.filter((file) -> version(file) >= FIRST).sorted().flatMap(MigrationRulesTests::read).toList();
		}
	}

	private static Stream<String[]> read(Path file) {
		try {
			String text = Files.readString(file).replaceAll("--[^\n]*", " ").replaceAll("\\s+", " ");
			return Arrays.stream(text.split(";"))
				.map(String::strip)
				.filter((statement) -> !statement.isEmpty())
				.map((statement) -> new String[] { file.getFileName().toString(), statement });
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int version(Path file) {
		return Integer.parseInt(file.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"));
	}

}
