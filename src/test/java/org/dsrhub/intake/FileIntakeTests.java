package org.dsrhub.intake;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.MovingClock;
import org.dsrhub.Workshop;
import org.dsrhub.configuration.FreeSpace;
import org.dsrhub.database.LedgerClock;
import org.dsrhub.database.MachineClock;
import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.node.Drain;
import org.dsrhub.request.OpenRequests;
import org.dsrhub.request.RequestRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FileIntakeTests {

	private static final String ANA = json("R-1", "ana@contoso.example");

	private static final String BO = json("R-2", "bo@contoso.example");

	@TempDir
	Path folder;

	private final MovingClock clock = new MovingClock(Clock.systemUTC());

	private Workshop shop;

	private TakenFiles files;

	private FileIntake intake;

	@BeforeEach
	void setUp() throws IOException {
		this.shop = new Workshop(this.folder);
		this.files = new TakenFiles(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.shop.clock(),
				this.shop.ledgerClock(), this.shop.hub(), new Drain());
		this.intake = intake(this.files);
	}

	private FileIntake intake(TakenFiles taken) throws IOException {
		RowIntake rows = new RowIntake(RequestRoom.reader(this.shop, this.clock), RequestRoom.registrar(this.shop),
				taken, new Transactions(this.shop.transactions()));
		return intake(taken, rows);
	}

	private FileIntake intake(TakenFiles taken, RowIntake rows) throws IOException {
		FreeSpace space = new FreeSpace(this.shop.hub(), DataSize.ofBytes(1));
		Inbox inbox = new Inbox(this.shop.hub(), this.shop.tenants());
		OpenRequests open = RequestRoom.open(this.shop);
		return new FileIntake(inbox, taken, new FileRows(taken, rows, space), new Settlement(taken), space,
				new InboxTurns(inbox, open), open, this.clock);
	}

	static Stream<Arguments> files() {
		String header = "reference,right,email\n";
		return Stream.of(
				// JSON
				arguments("one object", "a.json", ANA, 1, ""),
				arguments("an array", "a.json", "[" + ANA + "," + BO + "]", 2, ""),
				arguments("a byte order mark", "a.json", "\uFEFF[" + ANA + "]", 1, ""),
				arguments("space around", "a.json", "\n\n [\r\n" + ANA + "\n]\n\n", 1, ""),
				arguments("upper case ending", "a.JSON", ANA, 1, ""),
				arguments("empty", "a.json", "", 0, "1 (file) holds no request"),
				arguments("only space", "a.json", " \n ", 0, "1 (file) holds no request"),
				arguments("empty array", "a.json", "[]", 0, "1 (file) holds no request"),
				arguments("a number", "a.json", "7", 0, "1 (request) must be an object"),
				arguments("not JSON", "a.json", "hello ana@contoso.example", 0, "1 (file) is not JSON in column"),
				arguments("cut off", "a.json", "[\n" + ANA + ",\n{\"tenant\": \"con", 1, "3 (file) ends in the middle"),
				arguments("array not closed", "a.json", "[\n" + ANA + "\n", 1, "3 (file) ends in the middle"),
				arguments("a fault in the middle", "a.json", "[\n" + ANA + ",\n{]},\n" + BO + "]", 1,
						"3 (file) is not JSON in column 2"),
				arguments("a field twice", "a.json",
						"[\n{\"tenant\": \"contoso\", \"tenant\": \"contoso\", \"subject\": {\"email\": \"x\"}},\n" + BO
								+ "]",
						1, "2 (request) has a field twice"),
				arguments("a field twice inside", "a.json",
						"[\n{\"tenant\": \"contoso\", \"subject\": {\"email\": \"x\", \"email\": [{}]}, \"right\": []},\n"
								+ BO + "]",
						1, "2 (request) has a field twice"),
				arguments("trailing garbage", "a.json", "[" + ANA + "]\n x", 1, "2 (file) is not JSON in column"),
				arguments("a second object", "a.json", ANA + "\n" + BO, 1, "2 (file) goes on after the last request"),
				arguments("a nested array", "a.json", "[[" + ANA + "],\n" + BO + "]", 1,
						"1 (request) must be an object"),
				arguments("nested too deep", "a.json", "[".repeat(3000), 0, "1 (file) is nested more than 50 deep"),
				arguments("a row too long", "a.json", "[\n{\"x\": \"" + "x".repeat(2_000_000) + "\"}]", 0,
						"2 (file) a request is longer than a million"),
				arguments("another tenant", "a.json", "[\n" + ANA.replace("contoso\"", "fabrikam\"") + "]", 0,
						"2 tenant must be the tenant to whose folder R-1"),
				arguments("several faults of one", "a.json",
						"[\n\n{\"reference\": \"R-9\", \"tenant\": \"contoso\", \"subject\": {\"email\": \"x\", \"mail\": 1}}]",
						0,
						"3 subject.mail is not a field R-9|3 right is missing R-9|3 subject.email is not an e-mail R-9"),
				arguments("a reference twice", "a.json",
						"[" + ANA + ",\n" + BO.replace("R-2", "R-1") + ",\n" + BO.replace("R-2", "R-3") + "]", 2,
						"2 reference is already used for R-1"),
				// NDJSON
				arguments("lines", "a.ndjson", ANA + "\n" + BO + "\n", 2, ""),
				arguments("blank lines", "a.ndjson", "\uFEFF\n" + ANA + "\r\n\r\n   \n" + BO, 2, ""),
				arguments("a bad line", "a.ndjson", ANA + "\n{\"x\n" + BO + "\n", 2, "2 (request) ends in the middle"),
				arguments("two on a line", "a.ndjson", ANA + ANA + "\n" + BO + "\n", 1,
						"1 (request) has a field twice, or goes on"),
				arguments("only blank lines", "a.ndjson", "\n\n", 0, "1 (file) holds no request"),
				arguments("a line too long", "a.ndjson", ANA + "\n" + "x".repeat(2_000_000) + "\n" + BO, 1,
						"2 (file) a request is longer"),
				// CSV
				arguments("commas", "a.csv", header + "R-1,export,ana@contoso.example\nR-2,export,bo@contoso.example\n",
						2, ""),
				arguments("semicolons, mark and CRLF", "a.csv",
						"\uFEFFemail;right;reference\r\nana@contoso.example;export;R-1\r\n", 1, ""),
				arguments("every column", "a.csv",
						"reference,right,email,userPrincipalName,objectId,phone,ipAddresses,sources,receivedAt,requesterName,"
								+ "requesterEmail,option.exportFirst\nR-1,export,ana@contoso.example,ana@contoso.example,"
								+ "00000000-0000-0000-0000-00000000000a,32123456,203.0.113.1|203.0.113.2,entra-user| activity-log ,"
								+ "2026-01-31,\"Bo \"\"B\"\",\nOlsen\",bo@fabrikam.example,TRUE\n",
						1, ""),
				arguments("no last line end, blank lines", "a.csv", header + "\n\nR-1,export,ana@contoso.example", 1,
						""),
				arguments("only a header", "a.csv", header, 0, "1 (file) holds no request"),
				arguments("empty", "a.csv", "", 0, "1 (file) holds no request"),
				arguments("an unknown column", "a.csv",
						"reference,right,mail,option.fast\nR-1,export,ana@contoso.example,true\n", 0,
						"1 mail is not a column|1 option.fast is not a column"),
				arguments("a column twice", "a.csv", "email,right,email\na@b.example,export,a@b.example\n", 0,
						"1 email is a column twice"),
				arguments("the tenant as a column", "a.csv", "tenant,email,right\ncontoso,a@b.example,export\n", 0,
						"1 tenant is not a column"),
				arguments("no header", "a.csv", "R-1,export,ana@contoso.example\n", 0,
						"1 R-1 is not a column|1 export is not a column|1 (column) is not a column"),
				arguments("ragged rows", "a.csv",
						header + "R-1,export\nR-2,export,bo@contoso.example\nR-3,export,c@contoso.example,x\n", 1,
						"2 (request) has 2 cells|4 (request) has 4 cells"),
				arguments("bad cells", "a.csv",
						"reference,right,email,ipAddresses,option.exportFirst,requesterEmail\n\nR-1,export,ana,203.0.113.1|x,maybe,bo\n",
						0,
						"3 option.exportFirst must be true R-1|3 ipAddresses is not one R-1|3 email is not an R-1|3 requesterEmail is not an R-1"),
				arguments("empty cells", "a.csv", header + "R-1,export,\n", 0, "2 email needs at least one R-1"),
				arguments("corrections", "a.csv", "right,email,correction.city\nexport,a@b.example,Aarhus\n", 0,
						"2 corrections belong to the right"),
				arguments("a quotation mark inside", "a.csv", header
						+ "R-1,export,ana@contoso.example\nR-2,\"ex\"port,bo@contoso.example\nR-3,export,c@contoso.example\n",
						1, "3 (file) is not CSV here"),
				arguments("a quotation mark not closed", "a.csv",
						header + "R-1,export,ana@contoso.example\nR-2,\"export,bo@contoso.example\n", 1,
						"3 (file) is not CSV here"),
				arguments("a quotation mark not closed in a long file", "a.csv",
						header + "R-1,export,ana@contoso.example\nR-2,\"export" + ",x\n".repeat(700_000), 1,
						"3 (file) a request is longer"));
	}

	@ParameterizedTest(name = "{1}: {0}")
	@MethodSource("files")
	void good_requests_are_taken_and_each_fault_is_told(String name, String file, String content, int taken,
			String errors) throws IOException {
		take(file, content, StandardCharsets.UTF_8);
		assertThat(this.shop.count("request")).isEqualTo(taken);
		assertErrors(file, errors);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32" })
	void another_encoding_is_told(String encoding) throws IOException {
		take("a.json", ANA, Charset.forName(encoding));
		assertErrors("a.json", "1 (file) is not UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.csv", "a.json", "a.ndjson" })
	void bytes_that_are_not_utf8_spoil_only_their_row(String file) throws IOException {
		String bad = "{\"reference\": \"R-3\", \"tenant\": \"contoso\", \"right\": \"export\", \"subject\": {\"email\": \"bj\u00F8rn@contoso.example\"}}";
		take(file, switch (file) {
			case "a.csv" ->
				"reference,right,email\nR-1,export,ana@contoso.example\nR-3,export,bj\u00F8rn@contoso.example\n"
						+ "R-2,export,bo@contoso.example\n";
			case "a.json" -> "[\n" + ANA + ",\n" + bad + ",\n" + BO + "]";
			default -> "\n" + ANA + "\n" + bad + "\n" + BO + "\n";
		}, StandardCharsets.ISO_8859_1);
		assertThat(this.shop.count("request")).isEqualTo(2);
		assertErrors(file,
				"3 " + (file.equals("a.csv") ? "email" : "subject.email") + " has characters that are not UTF-8 R-3");
	}

	@Test
	void no_value_of_the_file_is_repeated_in_the_report() throws IOException {
		take("a.json",
				"""
						[{"reference": "R-1", "tenant": "contoso", "right": "secret", "subject": {"email": "secret", "secret s": 1},
						  "sources": ["secret"], "receivedAt": "secret"}, {"tenant": "secret"}, secret]""",
				StandardCharsets.UTF_8);
		take("b.csv",
				"reference,right,email,phone\n\"secret secret\",secret,secret,secret,secret\nsecret secret,x,y,z\n\"secret\"secret",
				StandardCharsets.UTF_8);
		assertThat(rejected("a.json.errors.json")).content().doesNotContain("secret").contains("receivedAt");
		assertThat(rejected("b.csv.errors.json")).content().doesNotContain("secret").contains("phone");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, PT0S", "P-60D, PT0S", "P-20000D, PT0S", "P1D, P1D", "P4D, P3D" })
	void a_file_was_received_when_it_was_written_or_moved_here_however_long_it_waits(Duration written,
			Duration received) throws IOException {
		Instant now = this.shop.clock().instant().truncatedTo(ChronoUnit.SECONDS);
		Path file = drop("a.csv", "reference,right,email,receivedAt\nR-1,export,ana@contoso.example,\n"
				+ "R-2,export,bo@contoso.example,2026-01-31T00:00:00Z\n", StandardCharsets.UTF_8);
		// Which changes the file now, as a move does.
		Files.setLastModifiedTime(file, FileTime.from(now.plus(written)));
		this.clock.pass(Duration.ofDays(3));
		this.intake.take(file.toFile());
		List<Instant> times = this.shop.jdbc()
			.sql("select received_at from request order by reference")
			.query((row, number) -> Timestamps.read(row, "received_at"))
			.list();
		assertThat(times.get(0)).isBetween(now.plus(received), now.plus(received).plusSeconds(60));
		assertThat(times.get(1)).isEqualTo("2026-01-31T00:00:00Z");
	}

	@Test
	void a_file_is_moved_and_its_folder_is_private() throws IOException {
		take("a.json", ANA, StandardCharsets.UTF_8);
		assertThat(inbox("a.json")).doesNotExist();
		assertThat(inbox(".done/a.json")).hasContent(ANA);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inbox(".done")))).isEqualTo("rwx------");
	}

	@Test
	void the_same_file_dropped_again_gives_duplicates_and_keeps_both_files() throws IOException {
		for (int i = 0; i < 3; i++) {
			take("a.json", "[" + ANA + "," + BO + "]", StandardCharsets.UTF_8);
		}
		assertThat(this.shop.count("request")).isEqualTo(2);
		assertThat(this.shop.count("duplicate")).isEqualTo(4);
		assertThat(inbox(".done")).isDirectoryContaining("glob:**/a.json")
			.isDirectoryContaining("glob:**/a.2.json")
			.isDirectoryContaining("glob:**/a.3.json");
	}

	@Test
	void the_longest_name_is_moved_with_its_report() throws IOException {
		take("\u00E6".repeat(125) + ".json", "[]", StandardCharsets.UTF_8);
		assertThat(inbox(".rejected")).isDirectoryContaining("glob:**.errors.json");
	}

	@Test
	void what_belongs_to_no_tenant_that_takes_files_is_left_alone() throws IOException {
		Workshop.write(this.shop.inbox("adatum").resolve("a.json"), ANA);
		Workshop.write(this.shop.inbox("northwind").resolve("a.json"), ANA.replace("contoso", "northwind"));
		this.intake.take(this.shop.inbox("adatum").resolve("a.json").toFile());
		this.intake.take(this.shop.inbox("northwind").resolve("a.json").toFile());
		assertThat(this.shop.inbox("adatum").resolve("a.json")).exists();
		assertThat(this.shop.inbox("northwind").resolve("a.json")).exists();
		assertThat(this.shop.count("inbox_file")).isZero();
	}

	@Test
	void a_link_into_another_tenants_folder_is_left_alone() throws IOException {
		Workshop.write(inbox("a.csv"), "right,email\nexport,ana@contoso.example\n");
		Path link = Files.createSymbolicLink(this.shop.inbox("fabrikam").resolve("a.csv"), inbox("a.csv"));
		this.intake.take(link.toFile());
		assertThat(this.shop.count("request")).isZero();
	}

	@Test
	void a_file_that_has_a_second_name_is_left_alone_until_it_has_one() throws IOException {
		Path theirs = this.folder.resolve("theirs");
		Workshop.write(theirs, "right,email\nexport,ana@contoso.example\n");
		Path link = Files.createLink(inbox("a.csv"), theirs);
		this.intake.take(link.toFile());
		assertThat(this.shop.count("request")).isZero();
		Files.delete(theirs);
		this.intake.take(link.toFile());
		assertThat(this.shop.count("request")).isOne();
	}

	@Test
	void a_tenants_folder_that_is_a_link_is_left_alone() throws IOException {
		Workshop.write(inbox("a.csv"), "right,email\nexport,ana@contoso.example\n");
		Files.delete(this.shop.inbox("fabrikam"));
		Files.createSymbolicLink(this.shop.inbox("fabrikam"), this.shop.inbox("contoso"));
		intake(this.files).take(this.shop.inbox("fabrikam").resolve("a.csv").toFile());
		assertThat(this.shop.count("request")).isZero();
		assertThat(inbox("a.csv")).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".done", ".rejected" })
	void a_link_in_the_place_of_the_folder_of_taken_files_brings_none_to_another_tenant(String place)
			throws IOException {
		Path link = Files.createSymbolicLink(inbox(place), this.shop.inbox("fabrikam"));
		Path file = drop("a.csv", "right,email\nexport,ana@contoso.example\n" + (place.equals(".done") ? "" : "x,y\n"),
				StandardCharsets.UTF_8);
		assertThatThrownBy(() -> this.intake.take(file.toFile())).isInstanceOf(FileSystemException.class);
		assertThat(this.shop.inbox("fabrikam")).isEmptyDirectory();
		Files.delete(link);
		this.intake.take(file.toFile());
		assertThat(inbox(place + "/a.csv")).exists();
		assertThat(this.shop.count("request")).isOne();
	}

	@Test
	void the_same_content_in_two_tenants_folders_is_two_files() throws IOException {
		String csv = "right,email\nexport,ana@contoso.example\n";
		take("a.csv", csv, StandardCharsets.UTF_8);
		Workshop.write(this.shop.inbox("fabrikam").resolve("a.csv"), csv);
		this.intake.take(this.shop.inbox("fabrikam").resolve("a.csv").toFile());
		assertThat(this.shop.jdbc().sql("select tenant from request order by tenant").query(String.class).list())
			.containsExactly("contoso", "fabrikam");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 10 })
	void killed_after_some_rows_it_goes_on_where_it_was(int survived) throws IOException {
		String content = many(10);
		Path file = drop("a.ndjson", content, StandardCharsets.UTF_8);
		RowIntake dying = new RowIntake(RequestRoom.reader(this.shop, this.shop.clock()),
				RequestRoom.registrar(this.shop), this.files, new Transactions(this.shop.transactions())) {
			@Override
			void take(UUID id, List<Entry> entries, Filer filer) {
				super.take(id, entries.subList(0, survived), filer);
				throw new Killed();
			}
		};
		killed(intake(this.files, dying), file);
		assertThat(this.shop.count("request")).isEqualTo(survived);
		this.intake.take(file.toFile());
		assertAllTakenOnce(10);
	}

	@Test
	void a_long_file_goes_on_after_the_batches_that_were_taken() throws IOException {
		Path file = drop("a.ndjson", many(250), StandardCharsets.UTF_8);
		killed(intake(new DyingFiles("record-203")), file);
		assertThat(this.shop.count("request")).isEqualTo(200);
		this.intake.take(file.toFile());
		assertAllTakenOnce(250);
	}

	@ParameterizedTest
	@ValueSource(strings = { "record-3", "aim-before", "aim", "settle" })
	void killed_at_any_step_it_loses_and_doubles_nothing(String step) throws IOException {
		Path file = drop("a.ndjson", many(5), StandardCharsets.UTF_8);
		killed(intake(new DyingFiles(step)), file);
		assertThat(Files.exists(file)).isEqualTo(!step.equals("settle"));
		if (Files.exists(file)) {
			this.intake.take(file.toFile());
			assertThat(this.shop.count("inbox_file")).isOne();
		}
		assertAllTakenOnce(5);
	}

	@Test
	void a_fresh_drop_after_a_death_right_after_the_move_is_a_new_file() throws IOException {
		Path file = drop("a.ndjson", many(5), StandardCharsets.UTF_8);
		killed(intake(new DyingFiles("settle")), file);
		take("a.ndjson", many(5), StandardCharsets.UTF_8);
		assertThat(this.shop.count("request")).isEqualTo(5);
		assertThat(this.shop.count("duplicate")).isEqualTo(5);
		assertThat(this.shop.jdbc()
			.sql("select count(*) from inbox_file where unsettled is null")
			.query(Long.class)
			.single()).isEqualTo(2);
		assertThat(inbox(".done/a.2.ndjson")).exists();
	}

	@Test
	void a_file_that_changed_while_it_was_read_is_looked_at_again() throws IOException {
		Path file = drop("a.ndjson", ANA + "\n", StandardCharsets.UTF_8);
		RowIntake slow = new RowIntake(RequestRoom.reader(this.shop, this.shop.clock()),
				RequestRoom.registrar(this.shop), this.files, new Transactions(this.shop.transactions())) {
			@Override
			void take(UUID id, List<Entry> entries, Filer filer) {
				super.take(id, entries, filer);
				Workshop.write(file, ANA + "\n" + BO + "\n");
			}
		};
		intake(this.files, slow).take(file.toFile());
		assertThat(file).exists();
		this.intake.take(file.toFile());
		assertThat(this.shop.count("request")).isEqualTo(2);
		assertThat(inbox(".done/a.ndjson")).exists();
	}

	@Test
	void two_nodes_that_take_the_same_file_take_each_row_once() throws Exception {
		Path file = drop("a.ndjson", many(500), StandardCharsets.UTF_8);
		ExecutorService nodes = Executors.newFixedThreadPool(2);
		try {
			CyclicBarrier start = new CyclicBarrier(2);
			Callable<Void> node = () -> {
				FileIntake another = intake(this.files);
				start.await();
				another.take(file.toFile());
				return null;
			};
			for (Future<Void> ended : nodes.invokeAll(List.of(node, node))) {
				ended.get();
			}
		}
		finally {
			nodes.shutdownNow();
		}
		assertAllTakenOnce(500);
	}

	@Test
	void a_file_that_was_replaced_when_it_was_moved_is_put_back_and_read() throws IOException {
		Path file = drop("a.ndjson", ANA + "\n{}\n", StandardCharsets.UTF_8);
		replacedAtTheMove(file, BO + "\n").take(file.toFile());
		assertThat(file).hasContent(BO);
		assertThat(inbox(".rejected")).isEmptyDirectory();
		this.intake.take(file.toFile());
		assertThat(this.shop.count("request")).isEqualTo(2);
		assertThat(inbox(".done/a.ndjson")).hasContent(BO);
	}

	@Test
	void what_is_put_back_overwrites_nothing() throws IOException {
		Path file = drop("a.ndjson", BO + "\n", StandardCharsets.UTF_8);
		Files.move(file, inbox("moved"));
		drop("a.ndjson", ANA + "\n", StandardCharsets.UTF_8);
		Settlement.putBack(inbox("moved"), file);
		assertThat(file).hasContent(ANA);
		assertThat(inbox("a.2.ndjson")).hasContent(BO);
	}

	private FileIntake replacedAtTheMove(Path file, String content) throws IOException {
		return intake(new TakenFiles(this.shop.jdbc(), new Transactions(this.shop.transactions()), this.shop.clock(),
				this.shop.ledgerClock(), this.shop.hub(), new Drain()) {
			@Override
			String aim(UUID id, String target) {
				Workshop.write(file.resolveSibling("other"), content);
				assertThat(file.resolveSibling("other").toFile().renameTo(file.toFile())).isTrue();
				return super.aim(id, target);
			}
		});
	}

	@Test
	void a_process_of_the_same_name_leaves_a_file_alone_that_is_held() throws IOException {
		Path file = drop("a.ndjson", many(150), StandardCharsets.UTF_8);
		TakenFiles others = new TakenFiles(this.shop.jdbc(), new Transactions(this.shop.transactions()),
				this.shop.clock(), this.shop.ledgerClock(), this.shop.hub(), new Drain());
		assertThatThrownBy(() -> intake(new DyingFiles("record-103")).take(file.toFile())).isInstanceOf(Killed.class);
		intake(others).take(file.toFile());
		assertThat(this.shop.count("request")).isEqualTo(100);
		others.afterPropertiesSet();
		intake(others).take(file.toFile());
		assertAllTakenOnce(150);
	}

	@Test
	void a_file_is_left_alone_until_the_time_is_known_again_after_a_sleep() throws IOException {
		Path file = drop("a.ndjson", many(150), StandardCharsets.UTF_8);
		MovingClock machine = new MovingClock(Clock.systemUTC());
		LedgerClock time = LedgerClock.alone(new MachineClock(machine), this.shop.hub().lease());
		TakenFiles woken = new TakenFiles(this.shop.jdbc(), new Transactions(this.shop.transactions()),
				this.shop.clock(), time, this.shop.hub(), new Drain());
		machine.pass(Duration.ofHours(1));
		intake(woken).take(file.toFile());
		assertThat(this.shop.count("request")).isZero();
		time.set();
		intake(woken).take(file.toFile());
		assertAllTakenOnce(150);
	}

	@Test
	void a_file_is_held_also_while_rows_are_passed_over() throws IOException {
		Path file = drop("a.ndjson", "{}\n".repeat(6_000), StandardCharsets.UTF_8);
		killed(intake(new DyingFiles("record-6000")), file);
		List<Long> holds = new ArrayList<>();
		TakenFiles counting = new TakenFiles(this.shop.jdbc(), new Transactions(this.shop.transactions()),
				this.shop.clock(), this.shop.ledgerClock(), this.shop.hub(), new Drain()) {
			@Override
			void hold(UUID id) {
				super.hold(id);
				holds.add(progress(id));
			}
		};
		intake(counting).take(file.toFile());
		assertThat(holds.get(0)).isEqualTo(5_900);
		assertThat(holds).hasSize(4);
	}

	@Test
	void the_digest_of_a_file_that_waits_is_taken_once() throws IOException {
		Path file = drop("a.ndjson", ANA + "\n", StandardCharsets.UTF_8);
		Version version = Version.of(file);
		FileDigests digests = new FileDigests();
		String digest = digests.of(file, version);
		Workshop.write(file, BO + "\n");
		assertThat(digests.of(file, version)).isEqualTo(digest);
		assertThat(digests.of(file, Version.of(file))).isNotEqualTo(digest);
	}

	@Test
	void a_file_that_vanished_is_no_fault() throws IOException {
		this.intake.take(inbox("gone.json").toFile());
		assertThat(this.shop.count("inbox_file")).isZero();
	}

	private void killed(FileIntake dying, Path file) {
		assertThatThrownBy(() -> dying.take(file.toFile())).isInstanceOf(Killed.class);
		this.files.afterPropertiesSet();
	}

	private void assertAllTakenOnce(int count) {
		assertThat(this.shop.count("request")).isEqualTo(count);
		assertThat(this.shop.count("duplicate")).isZero();
		assertThat(this.shop.count("inbox_row")).isEqualTo(count);
		assertThat(inbox(".done/a.ndjson")).exists();
	}

	private static String many(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((i) -> json("R-" + i, "p" + i + "@contoso.example") + "\n")
			.reduce("", String::concat);
	}

	private static String json(String reference, String email) {
		return "{\"reference\": \"%s\", \"tenant\": \"contoso\", \"right\": \"export\", \"subject\": {\"email\": \"%s\"}}"
			.formatted(reference, email);
	}

	private void take(String name, String content, Charset encoding) throws IOException {
		this.intake.take(drop(name, content, encoding).toFile());
	}

	private Path drop(String name, String content, Charset encoding) throws IOException {
		return Files.write(inbox(name), content.getBytes(encoding));
	}

	private Path inbox(String name) {
		return this.shop.inbox("contoso").resolve(name);
	}

	private Path rejected(String name) {
		return inbox(".rejected").resolve(name);
	}

	/**
	 * Expected are {@code line field message-start reference} each, divided by a bar.
	 */
	private void assertErrors(String file, String expected) throws IOException {
		if (expected.isEmpty()) {
			assertThat(inbox(".rejected")).doesNotExist();
			assertThat(inbox(".done").resolve(file)).exists();
			return;
		}
		assertThat(rejected(file)).exists();
		List<String> errors = new ArrayList<>();
		for (JsonNode error : StrictJson.MAPPER.readTree(rejected(file + ".errors.json").toFile())) {
			assertThat(error.size()).isEqualTo(4);
			errors.add(error.path("line").asText() + " " + error.path("field").asText() + " "
					+ error.path("message").asText()
					+ (error.path("reference").isNull() ? "" : " " + error.path("reference").asText()));
		}
		String[] wanted = expected.split("\\|");
		assertThat(errors).hasSize(wanted.length);
		for (int i = 0; i < wanted.length; i++) {
			String reference = wanted[i].replaceFirst(".* (R-\\d)$", "$1");
			String start = wanted[i].replaceFirst(" R-\\d$", "");
			assertThat(errors.get(i)).startsWith(start);
			if (reference.matches("R-\\d")) {
				assertThat(errors.get(i)).endsWith(" " + reference);
			}
		}
	}

	private static final class Killed extends Error {

	}

	/**
	 * Dies at one step, as if the process were killed there.
	 */
	private final class DyingFiles extends TakenFiles {

		private final String step;

		private DyingFiles(String step) {
			super(FileIntakeTests.this.shop.jdbc(), new Transactions(FileIntakeTests.this.shop.transactions()),
					FileIntakeTests.this.shop.clock(), FileIntakeTests.this.shop.ledgerClock(),
					FileIntakeTests.this.shop.hub(), new Drain());
			this.step = step;
		}

		@Override
		void record(UUID file, long number, UUID receipt, String errors) {
			super.record(file, number, receipt, errors);
			die(this.step.equals("record-" + number));
		}

		@Override
		String aim(UUID file, String target) {
			die(this.step.equals("aim-before"));
			String aimed = super.aim(file, target);
			die(this.step.equals("aim"));
			return aimed;
		}

		@Override
		void settle(UUID file) {
			die(this.step.equals("settle"));
			super.settle(file);
		}

		private void die(boolean now) {
			if (now) {
				throw new Killed();
			}
		}

	}

}
