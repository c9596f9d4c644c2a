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
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MailReaderTests {

	private static final Instant RECEIVED = Instant.parse("2026-11-21T10:00:00Z");

	private static final long MOST_MEMORY = 64_000_000;

	private static final int CHANCES = Integer.getInteger("chances", 2_000);

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
			System.out
				.println("ALLOC " + mail.name() + " " + (threads.getCurrentThreadAllocatedBytes() - before) / 1000);
			assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(mail.name()).isLessThan(MOST_MEMORY);
		}
	}

	/**
	 * Bytes changed, taken out, doubled and put in at random, parts of one mail in
	 * another.
	 */
	@Test
	void mails_that_chance_wrote_are_read_or_their_fault_is_told() throws IOException {
		Random random = new Random(Integer.getInteger("seed", 20261121));
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
		return reader().read(eml, files, UUID.randomUUID(), "contoso", MailboxName.INTAKE, Eml.SERVER, RECEIVED);
	}

	private static MailReader reader() {
		return new MailReader(new MailLimits(DataSize.ofMegabytes(50), DataSize.ofKilobytes(256), 100, 10,
				DataSize.ofKilobytes(200), DataSize.ofMegabytes(50)));
	}

}
