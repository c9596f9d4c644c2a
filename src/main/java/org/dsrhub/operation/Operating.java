package org.dsrhub.operation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.correspondence.AnswerFile;
import org.dsrhub.correspondence.Delivery;
import org.dsrhub.database.Transactions;
import org.dsrhub.operation.Operations.Row;
import org.dsrhub.request.Asked;
import org.dsrhub.request.Requests;
import org.dsrhub.source.Operation;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.task.Collection;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskWaits;
import org.dsrhub.task.Tasks;
import org.springframework.stereotype.Component;

/**
 * Goes on with a task whose service works on its answer for long. Before each call the
 * row says that it is about to be made, so that a node may die at any point.
 */
@Component
public class Operating {

	private final Operations operations;

	private final OperationProgress progress;

	private final ExportStorage storage;

	private final Requests requests;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final Staging staging;

	private final Transactions transactions;

	private final HubProperties hub;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	Operating(Operations operations, OperationProgress progress, ExportStorage storage, Requests requests, Tasks tasks,
			TaskWaits waits, Staging staging, Transactions transactions, HubProperties hub, Clock clock) {
		this.operations = operations;
		this.progress = progress;
		this.storage = storage;
		this.requests = requests;
		this.tasks = tasks;
		this.waits = waits;
		this.staging = staging;
		this.transactions = transactions;
		this.hub = hub;
		this.clock = clock;
	}

	/**
	 * Whether a task's service has to work on something first. Where nobody needs a copy,
	 * a look at whether there is anything may do.
	 */
	public boolean needed(Collection work) {
		boolean copied = Asked.of(work.request().document()).copied();
		return work.source().operation().filter((operation) -> operation.runs(copied)).isPresent();
	}

	/**
	 * What is to be done next for a claimed task.
	 * @throws VendorFault if it is given up
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 * @throws IOException if what a person found is not there
	 */
	public Turn next(Collection work) throws IOException {
		Decided decided = this.transactions.run(() -> decide(work));
		if (decided.fault() != null) {
			throw decided.fault();
		}
		Turn turn = decided.turn();
		if (turn.isRead()) {
			read(work, turn.course());
		}
		boolean place = turn.isStart() && turn.course().container() != null;
		return place ? turn.at(this.storage.open(work.tenant(), turn.course().container())) : turn;
	}

	/**
	 * What is to be done, or why nothing is.
	 */
	private record Decided(Turn turn, VendorFault fault) {
	}

	private Decided decide(Collection work) {
		this.requests.lock(work.request().id());
		this.tasks.claimed(work.work());
		Optional<Row> row = this.operations.find(work.task().id());
		Course course = row.map(Row::course).orElse(null);
		NextStep step = NextStep.of(course, row.map(Row::called).orElse(false), terms(work),
				this.progress.latest(work, course), this.clock.instant());
		if (step instanceof NextStep.Begin) {
			return begin(work, course);
		}
		if (step instanceof NextStep.GiveUp up) {
			return new Decided(null, VendorFault.terminal(up.reason(), up.detail()));
		}
		return new Decided(turn(work, course, step), null);
	}

	private Turn turn(Collection work, Course course, NextStep step) {
		if (step instanceof NextStep.Poll) {
			this.operations.heard(work.task().id());
			return Turn.of(Turn.Kind.POLL, course);
		}
		if (step instanceof NextStep.Believe) {
			return Turn.of(Turn.Kind.COLLECT, end(work, course, Course.State.COMPLETE, null));
		}
		if (step instanceof NextStep.Collect) {
			return Turn.of(Turn.Kind.COLLECT, course);
		}
		if (step instanceof NextStep.Read) {
			return Turn.of(Turn.Kind.READ, course);
		}
		if (step instanceof NextStep.End told) {
			work.end(told.outcome(), told.outcome().well() ? null : "by-hand");
		}
		else if (step instanceof NextStep.Attend attend) {
			this.progress.attend(work, course, attend.doubt());
		}
		else if (step instanceof NextStep.Wait wait) {
			this.progress.rest(work, wait.until());
		}
		return Turn.of(Turn.Kind.REST, course);
	}

	private Decided begin(Collection work, Course before) {
		Operation terms = terms(work);
		if (terms.callsBack() && this.hub.publicUrl() == null) {
			return new Decided(null,
					VendorFault.terminal(Reason.NOT_CONFIGURED, "hub.public-url is not set, where the service calls"));
		}
		String container = terms.stores() ? "dsr-export-" + UUID.randomUUID().toString().replace("-", "") : null;
		String token = terms.callsBack() ? token() : null;
		Course course = Course.starting(before, container, this.clock.instant());
		this.operations.begin(work, course, token, (container != null) ? this.storage.account(work.tenant()) : null);
		if (before != null && before.state() == Course.State.RUNNING) {
			// What was asked in vain before says nothing about this start.
			this.waits.heard(work.work());
		}
		this.progress.tell(work, "operation-starting", Map.of("round", course.round()));
		return new Decided(
				Turn.start(course, (token != null) ? URI.create(this.hub.publicUrl() + "/callbacks/" + token) : null),
				null);
	}

	/**
	 * The service has begun.
	 * @param address where the operation is asked for, or null
	 * @param wish when the service wants to be asked first, or null
	 * @throws VendorFault if nobody knows where to ask
	 */
	public void begun(Collection work, Turn turn, String address, Instant wish) {
		Operation terms = terms(work);
		if (address == null && terms.poll() != null) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the service does not say where its operation is", null);
		}
		Instant expires = (turn.place() != null) ? turn.place().expires() : null;
		this.progress.write(work, (now) -> {
			Course running = turn.course().running(address, expires, terms.poll(), wish, now);
			this.progress.keep(work, running);
			this.progress.tell(work, "operation-begun", Map.of("round", running.round()));
		});
	}

	/**
	 * The service was asked how far it is.
	 */
	public void answered(Collection work, Turn turn, Report report) {
		this.progress.write(work, (now) -> {
			switch (report.said()) {
				case UNFINISHED ->
					this.progress.keep(work, turn.course().unfinished(terms(work).poll(), report.wish(), now));
				case COMPLETE -> end(work, turn.course(), Course.State.COMPLETE, null);
				case FAILED -> end(work, turn.course(), Course.State.FAILED, report.code());
			}
			this.waits.heard(work.work());
		});
	}

	/**
	 * Makes one page of the files that the service gave.
	 * @throws VendorFault if they cannot be read, or are not all about the person
	 * @throws IOException if a file is not there
	 */
	public Page read(Collection work, Path folder, List<AnswerFile> files) throws IOException {
		return Delivery.read(folder, files, work::concerns,
				(line) -> this.progress.write(work, (now) -> this.progress.tell(work, "operation-read", line)));
	}

	private void read(Collection work, Course course) throws IOException {
		Path folder = this.staging.folder(work.tenant().tenant(), work.request().id());
		try {
			work.take(Delivery.found(folder, course.files(), work::concerns), "by-hand");
		}
		catch (VendorFault fault) {
			this.progress.write(work, (now) -> this.progress.attend(work, course, Doubt.UNREADABLE));
		}
	}

	/**
	 * A service calls: the task whose operation it is looks after it. Whoever calls
	 * learns nothing.
	 */
	public void called(String token) {
		this.operations.find(token).ifPresent((row) -> this.transactions.run(() -> {
			this.requests.lock(row.request());
			if (this.operations.called(token)) {
				this.waits.wake(row.task());
			}
			return null;
		}));
	}

	private Course end(Collection work, Course course, Course.State how, String word) {
		Course ended = course.unfinished(terms(work).poll(), null, this.clock.instant()).in(how, word);
		this.progress.keep(work, ended);
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("round", ended.round());
		data.put("polls", ended.polls());
		data.put("code", ended.word());
		this.progress.tell(work, (ended.state() == Course.State.COMPLETE) ? "operation-completed" : "operation-failed",
				data);
		return ended;
	}

	private String token() {
		byte[] bits = new byte[32];
		this.random.nextBytes(bits);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
	}

	private static Operation terms(Collection work) {
		return work.source().operation().orElseThrow();
	}

}
