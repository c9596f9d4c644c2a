package org.dsrhub.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Step.End;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.request.Asked;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Change;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The order of changes: a verified package first where one is wanted, then all sources
 * but the directory, then the directory entry, through which the others are found. Each
 * step is a question to the rows and may be asked again.
 */
@Component
public class Fulfilling {

	private static final String LEFT_OUT = "left out by the decision on this request";

	/**
	 * What the manual task is called that has recipients told.
	 */
	public static final String RECIPIENTS = "recipients";

	private static final String TELL = """
			Personal data was changed (%s, request %s) in: %s.
			Tell each of these recipients, unless that is impossible or takes disproportionate effort (GDPR art. 19):
			%s
			Then complete this task and note whom you told and when.""";

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final TaskWaits waits;

	private final TaskProgress progress;

	private final Join join;

	private final StagedRecords staged;

	private final EvidenceLog evidence;

	private final ManualTasks manual;

	private final Tenants tenants;

	Fulfilling(Requests requests, RequestMoves moves, Tasks tasks, TaskWaits waits, TaskProgress progress, Join join,
			StagedRecords staged, EvidenceLog evidence, ManualTasks manual, Tenants tenants) {
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.waits = waits;
		this.progress = progress;
		this.join = join;
		this.staged = staged;
		this.evidence = evidence;
		this.manual = manual;
		this.tenants = tenants;
	}

	/**
	 * Takes an approved request one step on.
	 * @return whether it is closed, so that what was staged for it can go
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	@Transactional
	public boolean advance(Work work, RequestRow request) {
		this.requests.hold(work);
		if (request.cancelled()) {
			return cancel(work, request);
		}
		this.tasks.of(request.id())
			.stream()
			.filter((task) -> changes(task) && task.changing() == null)
			.forEach((task) -> begin(request, task));
		beside(request);
		List<TaskRow> tasks = this.tasks.of(request.id());
		List<TaskRow> open = tasks.stream().filter((task) -> task.outcome() == null).toList();
		boolean unpackaged = request.revision() == null
				|| open.stream().anyMatch((task) -> changes(task) && task.packaged() == null);
		if (Asked.of(request.document()).exportFirst() && unpackaged) {
			this.moves.advance(work, RequestState.PACKAGING, true);
			return false;
		}
		if (open.isEmpty() && !tellRecipients(request, tasks)) {
			this.join.close(work, request, this.join.closedState(request.id()));
			return true;
		}
		List<TaskRow> first = open.stream().filter((task) -> !last(task)).toList();
		(first.isEmpty() ? open : first).stream().filter(Fulfilling::resting).forEach((task) -> {
			this.waits.release(task.id());
			this.evidence.append(request.id(), "change-released", "hub", Map.of("source", task.source()));
		});
		this.moves.advance(work, RequestState.FULFILLING, false);
		return false;
	}

	/**
	 * Lets a request whose right changes nothing wait while a person has still to look
	 * somewhere.
	 * @return whether it waits
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	@Transactional
	public boolean waits(Work work, RequestRow request) {
		// Locked before it is looked at: who completes the last task meanwhile comes
		// after.
		this.requests.hold(work);
		boolean open = this.tasks.of(request.id()).stream().anyMatch((task) -> task.outcome() == null);
		if (open) {
			this.moves.advance(work, RequestState.FULFILLING, false);
		}
		return open;
	}

	/**
	 * Adds what a person does beside what the hub does, once.
	 */
	private void beside(RequestRow request) {
		List<TaskRow> tasks = this.tasks.of(request.id());
		Set<String> there = tasks.stream().map(TaskRow::source).collect(Collectors.toSet());
		tasks.stream()
			.filter((task) -> task.plan() != null && task.outcome() != Outcome.REFUSED)
			.forEach((task) -> Asked.of(request.document())
				.change(task.plan().source())
				.map(Change::beside)
				.filter((beside) -> there.add(beside.task() + task.application()))
				.ifPresent((beside) -> this.manual.add(request, beside.task() + task.application(),
						task.plan().source().system(), beside.manual())));
	}

	/**
	 * Asks a person to tell the recipients of what was changed (GDPR art. 19), if the
	 * tenant's file names any and it was not asked before.
	 */
	private boolean tellRecipients(RequestRow request, List<TaskRow> tasks) {
		Set<String> changed = tasks.stream()
			.filter((task) -> task.outcome().changed() || task.begun())
			.map((task) -> Source.file(task.source()))
			.collect(Collectors.toCollection(TreeSet::new));
		String recipients = this.tenants.get(request.tenant())
			.recipients()
			.stream()
			.filter((recipient) -> recipient.sources().stream().anyMatch(changed::contains))
			.map(Tenant.Recipient::line)
			.collect(Collectors.joining("\n"));
		if (recipients.isEmpty() || tasks.stream().anyMatch((task) -> task.source().equals(RECIPIENTS))) {
			return false;
		}
		this.manual.add(request, RECIPIENTS, "Recipients of the data",
				TELL.formatted(request.right().label(), request.reference(), String.join(", ", changed), recipients));
		return true;
	}

	/**
	 * Closes a declined request. What a service was told to change before a retry is
	 * brought to its end first, as if the request were cancelled.
	 * @return whether it is closed
	 * @throws org.dsrhub.request.LeaseLost if the claim no longer holds
	 */
	@Transactional
	public boolean decline(Work work, RequestRow request) {
		this.requests.hold(work);
		if (!begun(request).isEmpty()) {
			this.moves.cancelled(request.id(), "hub");
			return false;
		}
		this.join.close(work, request, RequestState.DECLINED);
		return true;
	}

	private List<TaskRow> begun(RequestRow request) {
		return this.tasks.of(request.id()).stream().filter(TaskRow::goesOn).toList();
	}

	private boolean cancel(Work work, RequestRow request) {
		List<TaskRow> begun = begun(request);
		begun.stream().filter(Fulfilling::resting).forEach((task) -> this.waits.release(task.id()));
		if (!begun.isEmpty()) {
			this.moves.advance(work, RequestState.FULFILLING, false);
			return false;
		}
		this.join.close(work, request, RequestState.CANCELLED);
		return true;
	}

	private static boolean changes(TaskRow task) {
		return task.outcome() == null && task.phase() == Phase.CHANGE;
	}

	/**
	 * One source that gives no usable ids does not keep the others from being changed.
	 */
	private void begin(RequestRow request, TaskRow task) {
		try {
			this.progress.changing(task.id(), items(request, task));
		}
		catch (VendorFault fault) {
			this.progress.fail(task, fault);
		}
	}

	/**
	 * What is to be changed: an entry that is read by its id, or each record that was
	 * found, by the id that the service itself gave it.
	 */
	private Changing items(RequestRow request, TaskRow task) {
		List<Changing.Item> items = new ArrayList<>();
		this.staged.each(request, task, (item) -> {
			String record = item.path("id").asText();
			Changing.Item added = Changing.Item.of(record, path(request, task, item));
			items.add(request.leftOut().contains(record) ? added.ended(new End(End.Kind.REFUSED, LEFT_OUT, null))
					: added);
		});
		return Changing.of(items);
	}

	private static String path(RequestRow request, TaskRow task, JsonNode item) {
		Change change = Asked.of(request.document()).change(task.plan().source()).orElseThrow();
		return switch (change.procedure()) {
			case USER -> request.identity().entry().orElseThrow();
			case PEOPLE -> ResourceId.path(task.plan(), item.at("/data/id").asText());
			case ACCOUNT -> AccountId.path(task.plan(), item.at("/data/id").asText());
		};
	}

	private static boolean last(TaskRow task) {
		return task.plan() != null && task.plan().source().directoryEntry();
	}

	private static boolean resting(TaskRow task) {
		return task.due() == null && task.phase() == Phase.CHANGE && task.state() == TaskState.PLANNED;
	}

}
