package org.dsrhub.mail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MailReaderTests {

	private static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:00Z");

	private static final long MOST_MEMORY = 64_000_000;

	private static final int CHANCES = 600;

	@TempDir
	Path folder;

	static List<OddMail> odd() {
		return OddMails.all();
	}

	@ParameterizedTest
	@MethodSource("odd")
	void an_odd_mail_is_read_or_its_fault_is_told(OddMail mail) {
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThat(OddMails.told(read(mail.bytes()))).isEqualTo(mail.read()));
	}

	@Test
	void at_least_sixty_odd_mails_have_names_of_their_own() {
		assertThat(OddMails.all()).hasSizeGreaterThan(60).extracting(OddMail::name).doesNotHaveDuplicates();
	}

	@Test
	void the_bytes_of_a_file_are_kept_as_they_were_sent() throws IOException {
		Attachment file = read(Eml.of("plain").bytes()).attachments().get(0);
		assertThat(file.file()).hasContent(Eml.of("plain").json()).hasParent(this.folder.resolve("files"));
		assertThat(file.bytes()).isEqualTo(Files.size(file.file()));
		assertThat(file.type()).isEqualTo("application/json");
	}

	@Test
	void a_mail_says_which_thread_it_belongs_to_and_which_language_it_is_in() throws IOException {
		ReceivedMail mail = read(Eml.of("reply")
			.add("In-Reply-To: <b@x.example>", "References: <a@x.example>\r\n\t<b@x.example>",
					"Content-Language: da-DK, en")
			.bytes());
		assertThat(mail.messageId()).isEqualTo("<reply@contoso.example>");
		assertThat(mail.inReplyTo()).isEqualTo("<b@x.example>");
		assertThat(mail.references()).containsExactly("<a@x.example>", "<b@x.example>");
		assertThat(mail.language()).isEqualTo("da");
		assertThat(mail.sha256()).matches("[0-9a-f]{64}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "eng", "x-klingon", "", "1a", "d" })
	void a_language_without_two_letters_is_none(String language) throws IOException {
		assertThat(read(Eml.of("odd").add("Content-Language: " + language).bytes()).language()).isNull();
	}

	@Test
	void files_beyond_their_limit_are_a_fault() throws IOException {
		Path eml = Files.write(this.folder.resolve("mail.eml"), Eml.of("plain").bytes());
		MailReader reader = new MailReader(new MailLimits(DataSize.ofMegabytes(50), DataSize.ofKilobytes(256), 100, 10,
				DataSize.ofKilobytes(200), DataSize.ofBytes(10)));
		ReceivedMail mail = reader.read(inbound(), eml, this.folder, Eml.SERVER);
		assertThat(mail.fault()).isEqualTo("attachments-too-long");
		assertThat(mail.attachments()).isEmpty();
	}

	@Test
	void a_disk_that_fails_is_no_fault_of_the_mail() throws IOException {
		Path eml = Files.write(this.folder.resolve("mail.eml"), Eml.of("plain").bytes());
		assertThatIOException()
			.isThrownBy(() -> reader().read(inbound(), eml, this.folder.resolve("missing"), Eml.SERVER));
	}

	/**
	 * What is allocated in all is more than what is held at once.
	 */
	@Test
	void no_mail_takes_more_memory_than_its_words_and_headers_may() throws IOException {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (OddMail mail : OddMails.all()) {
			Path eml = Files.write(this.folder.resolve("mail.eml"), mail.bytes());
			long before = threads.getCurrentThreadAllocatedBytes();
			read(eml);
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(mail.name()).isLessThan(MOST_MEMORY);
		}
	}

	/**
	 * Bytes changed, taken out, doubled and put in at random, parts of one mail in
	 * another.
	 */
	@Test
	void mails_that_chance_wrote_are_read_or_their_fault_is_told() throws IOException {
		Random random = new Random(20261121);
		List<byte[]> seeds = OddMails.all()
			.stream()
			.map(OddMail::bytes)
			.filter((mail) -> mail.length < 20_000)
			.toList();
		Map<String, Integer> ends = new TreeMap<>();
		for (int i = 0; i < CHANCES; i++) {
			byte[] mail = seeds.get(random.nextInt(seeds.size()));
			for (int j = random.nextInt(6); j >= 0; j--) {
				mail = Chance.change(mail, seeds.get(random.nextInt(seeds.size())), random);
			}
			byte[] changed = mail;
			ReceivedMail read = assertTimeout(Duration.ofSeconds(5), () -> read(changed));
			assertThat(read.subject()).doesNotContainPattern("\\p{Cc}");
			assertThat(read.attachments()).extracting(Attachment::name)
				.doesNotHaveDuplicates()
				.allMatch((name) -> name.matches("[^/\\\\\\p{Cc}\\p{Cf}]{1,80}") && !name.startsWith("."));
			ends.merge(String.valueOf(read.fault()), 1, Integer::sum);
		}
		assertThat(ends).doesNotContainKey("unreadable").containsKeys("null", "cut-off", "broken-structure");
	}

	private ReceivedMail read(byte[] bytes) throws IOException {
		return read(Files.write(this.folder.resolve("mail.eml"), bytes));
	}

	private ReceivedMail read(Path eml) throws IOException {
		Path files = Files.createDirectories(this.folder.resolve("files"));
		return reader().read(inbound(), eml, files, Eml.SERVER);
	}

	private static InboundMail inbound() {
		return new InboundMail(UUID.randomUUID(), "contoso", MailboxName.INTAKE, "0".repeat(64), RECEIVED, 1, null,
				null, null);
	}

	private static MailReader reader() {
		return new MailReader(new MailLimits(DataSize.ofMegabytes(50), DataSize.ofKilobytes(256), 100, 10,
				DataSize.ofKilobytes(200), DataSize.ofMegabytes(50)));
	}

}
