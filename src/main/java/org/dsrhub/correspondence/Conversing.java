package org.dsrhub.correspondence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.correspondence.Conversations.Row;
import org.dsrhub.correspondence.VendorLetters.Letter;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.mail.MailOutbox;
import org.dsrhub.mail.MailState;
import org.dsrhub.mail.SentMail;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Correspondence;
import org.dsrhub.source.Source;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskWaits;
import org.dsrhub.task.Tasks;
import org.dsrhub.task.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Goes on with a task whose vendor is asked by e-mail: one step after the other, until it
 * has to wait, or the task has ended.
 */
@Component
public class Conversing {

	private static final Logger log = LoggerFactory.getLogger(Conversing.class);

	private final Conversations conversations;

	private final VendorLetters letters;

	private final MailOutbox outbox;

	private final Requests requests;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Staging staging;

	private final Terms terms;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	private final Clock clock;

	Conversing(Conversations conversations, VendorLetters letters, MailOutbox outbox, Requests requests, Tasks tasks,
			TaskWaits waits, Staging staging, Terms terms, EvidenceLog evidence, Transactions transactions,
			Clock clock) {
		this.conversations = conversations;
		this.letters = letters;
		this.outbox = outbox;
		this.requests = requests;
		this.tasks = tasks;
		this.waits = waits;
		this.staging = staging;
		this.terms = terms;
		this.evidence = evidence;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Goes on with a claimed task.
	 * @throws IOException if a file that came cannot be read now
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	public void advance(Collection work) throws IOException {
		if (this.transactions.run(() -> step(work)) instanceof NextStep.Read) {
			read(work);
		}
	}

	/**
	 * Takes up the tasks whose last mail did not arrive.
	 */
	public void sweep() {
		this.conversations.undelivered().forEach(this.waits::wake);
	}

	private NextStep step(Collection work) {
		this.requests.lock(work.request().id());
		this.tasks.claimed(work.work());
		Row row = this.conversations.find(work.task().id())
			.map((found) -> again(found) ? ask(letter(work, found.token()), found) : found)
			.orElseGet(() -> begin(letter(work, token())));
		Letter letter = letter(work, row.token());
		while (true) {
			Conversation now = row.conversation();
			NextStep step = NextStep.of(now, delivery(row), letter.terms(), attention(letter), this.clock.instant());
			if (step instanceof NextStep.Confirm) {
				row = this.conversations.keep(row,
						now.acknowledged(this.letters.acknowledge(letter, row), this.clock.instant()));
				told(row, "vendor-acknowledged");
			}
			else if (step instanceof NextStep.Remind remind) {
				row = this.conversations.keep(row,
						now.reminded(remind.rungs(), this.letters.remind(letter, row, remind.rungs())));
				told(row, "vendor-reminded");
			}
			else {
				settle(work, row, step);
				return step;
			}
		}
	}

	/**
	 * Asked once more is what a person let be retried: what was over, or waited for them,
	 * and what came but is no longer there.
	 */
	private boolean again(Row row) {
		Conversation before = row.conversation();
		RequestState state = this.requests.get(row.request()).state();
		Path folder = this.staging.folder(row.tenant(), row.request());
		return before.state() == Conversation.State.CLOSED
				|| (before.concern() != null && state == RequestState.DISCOVERING)
				|| before.files().stream().anyMatch((file) -> Files.notExists(folder.resolve(file.name())));
	}

	private Row begin(Letter letter) {
		Conversation first = Conversation.asked(1, this.letters.ask(letter, 1), this.clock.instant());
		Row row = this.conversations.add(new Row(letter.task(), letter.request().id(), letter.tenant().tenant(),
				letter.source().source(), letter.token(), first, null));
		told(row, "vendor-asked");
		return row;
	}

	private Row ask(Letter letter, Row before) {
		int round = before.conversation().round() + 1;
		Row row = this.conversations.keep(before,
				Conversation.asked(round, this.letters.ask(letter, round), this.clock.instant()));
		told(row, "vendor-asked");
		return row;
	}

	private void settle(Collection work, Row row, NextStep step) {
		if (step instanceof NextStep.End end) {
			this.conversations.keep(row, row.conversation().closed());
			work.end(end.outcome(), end.outcome().well() ? null : "by-hand");
		}
		else if (step instanceof NextStep.Attend attend) {
			attend(work, row, attend.concern());
		}
		else if (step instanceof NextStep.Wait wait) {
			this.waits.await(work.work(), row.request(), new Waiting(false, wait.until(), null, null));
		}
	}

	private void attend(Collection work, Row row, Concern concern) {
		this.conversations.keep(row, row.conversation().concerning(concern));
		this.waits.await(work.work(), row.request(),
				new Waiting(concern.person(), null, concern.label(), concern.advice(row.source())));
		log.warn("event=vendor-needs-person request={} tenant={} source={} reason={}", row.request(), row.tenant(),
				row.source(), concern.label());
	}

	private void read(Collection work) throws IOException {
		Row row = this.conversations.find(work.task().id()).orElseThrow();
		Conversation now = row.conversation();
		Answer answer = Answer.look(this.staging.folder(row.tenant(), row.request()), now.files(), work::concerns);
		var concern = answer.concern(now.state() == Conversation.State.SEEN);
		this.transactions.run(() -> {
			this.requests.lock(row.request());
			this.tasks.claimed(work.work());
			Map<String, Object> line = new LinkedHashMap<>(Map.of("source", row.source()));
			line.putAll(answer.line());
			this.evidence.append(row.request(), "vendor-answer-read", "hub", line);
			concern.ifPresent((why) -> attend(work, row, why));
			return null;
		});
		if (concern.isEmpty()) {
			work.take(answer, "mid:" + address((now.theirs() != null) ? now.theirs() : now.thread()));
		}
	}

	/**
	 * A Message-ID as a mid: address has it (RFC 2392).
	 */
	private static String address(String messageId) {
		return UriUtils.encode(messageId.replaceAll("^<|>$", ""), StandardCharsets.UTF_8).replace("%40", "@");
	}

	private MailState delivery(Row row) {
		String unsure = row.conversation().unsure();
		return (unsure == null) ? null
				: this.outbox.find(row.tenant(), List.of(unsure)).map(SentMail::state).orElse(null);
	}

	private static Instant attention(Letter letter) {
		return letter.request()
			.deadline()
			.minus(letter.terms().attention())
			.atStartOfDay(letter.tenant().timezone())
			.toInstant();
	}

	private static String token() {
		return "DSR-" + UUID.randomUUID().toString().replace("-", "").substring(0, 12).toUpperCase(Locale.ROOT);
	}

	private Letter letter(Collection work, String token) {
		RequestRow request = this.requests.get(work.request().id());
		Source source = this.terms.of(work.tenant(), work.task());
		Correspondence correspondence = source.correspondence().orElseThrow();
		return new Letter(work.tenant(), request, source, correspondence, work.task().id(), token);
	}

	private void told(Row row, String event) {
		this.evidence.append(row.request(), event, "hub",
				Map.of("source", row.source(), "round", row.conversation().round()));
		log.info("event={} request={} tenant={} source={}", event, row.request(), row.tenant(), row.source());
	}

}
