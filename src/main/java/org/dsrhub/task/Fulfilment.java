package org.dsrhub.task;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.change.Answer;
import org.dsrhub.change.Call;
import org.dsrhub.change.Procedure;
import org.dsrhub.change.Procedures;
import org.dsrhub.change.Situation;
import org.dsrhub.change.Step;
import org.dsrhub.change.Step.Attention;
import org.dsrhub.change.Step.Effect;
import org.dsrhub.change.Step.End;
import org.dsrhub.change.Step.NotEffective;
import org.dsrhub.change.Step.Note;
import org.dsrhub.change.Step.Read;
import org.dsrhub.change.Step.Wait;
import org.dsrhub.configuration.HubProperties;
import org.dsrhub.record.RecordNormaliser;
import org.dsrhub.record.SourceRecord;
import org.dsrhub.request.Asked;
import org.dsrhub.request.HeldSubjects;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.ServiceLimits;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.subject.Subject;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * One node's work on the changes of one task: record after record, call after call, and
 * before each change the row knows that it is about to be made. Not for several threads.
 */
public final class Fulfilment extends TaskWork {

	private static final String STILL_NAMED = "it still names the person in a place that the hub may not change; a person has to";

	private static final String HELD_MIDWAY = HeldSubjects.RULE
			+ "; a part was done before it was set: a person has to look whether that must be undone";

	private final Parts parts;

	private final Findings findings;

	private final Procedures procedures;

	private final Corrections corrections;

	private final CallSeries calls;

	private Changing changing;

	private Changing.Item item;

	private Procedure procedure;

	private Situation situation;

	private String effect;

	private boolean changed;

	/** Whether the record was read. */
	private boolean midway;

	/** Whether the service may be called for a change, too, since it could be read. */
	private boolean paired;

	/** Whether a change is to be called again, with a new token. */
	private boolean refused;

	Fulfilment(Work work, TaskRow task, RequestRow request, Tenant tenant, FrozenPlan plan, Parts parts) {
		super(work, task, request, tenant, plan);
		this.parts = parts;
		this.calls = new CallSeries(parts.circuits(), tenant, plan.source().source());
		this.changing = task.changing();
		this.findings = new Findings(request, plan, parts.clock().instant());
		Asked asked = Asked.of(request.document());
		org.dsrhub.source.Change change = asked.change(plan.source()).orElseThrow();
		this.corrections = Corrections.of(change, asked.corrections());
		this.procedures = new Procedures(change, asked, request.identity().subject(), this.corrections.fields(),
				parts.hub().permanentDeleteAfter());
	}

	/**
	 * What the work is done with.
	 */
	@Component
	record Parts(TaskProgress progress, Changes changes, SealedValues sealed, RecordNormaliser normaliser, Clock clock,
			HubProperties hub, Requests requests, Circuits circuits, CallRates rates) {

		Subject restricted(UUID origin) {
			return this.requests.get(this.sealed.request(origin)).identity().subject();
		}

	}

	/**
	 * Goes on to the next call that is to be made.
	 * @return empty if this node has nothing more to do for the task: it ended, or it
	 * waits
	 * @throws VendorFault if the service did not do what it said
	 */
	public Optional<Call> next() {
		while (true) {
			Optional<Changing.Item> open = this.changing.open();
			if (open.isEmpty()) {
				finish();
				return Optional.empty();
			}
			take(open.get());
			Step step = this.procedure.next(this.situation);
			if (step instanceof Effect && limited() && !this.paired && this.situation.forget()) {
				// A token was refused. What was read before another turn is waited for,
				// and that no hold forbids the change, may be true no longer.
				this.refused = true;
			}
			else if (step instanceof Read read) {
				this.effect = null;
				this.calls.require();
				return Optional.of(read.call());
			}
			else if (step instanceof Effect begun) {
				// Before anything is written: what is not called has not been begun.
				this.calls.require();
				Changing.Item untouched = this.item;
				this.situation.begin(begun.name());
				remember();
				if (this.parts.changes().begin(work(), record(), this.changing, begun.name(), begun.before())) {
					this.effect = begun.name();
					return Optional.of(begun.call());
				}
				this.item = untouched;
				end(new End(End.Kind.REFUSED, untouched.notes().begun() ? HELD_MIDWAY : HeldSubjects.RULE, null));
			}
			else if (step instanceof Note note) {
				this.situation.note(note.name(), note.value());
				remember();
				this.parts.progress().changing(work(), this.changing);
			}
			else if (step instanceof End end) {
				end(checked(end));
			}
			else if (step instanceof Wait wait) {
				this.calls.end();
				this.parts.changes().rest(work(), record(), wait.until());
				return Optional.empty();
			}
			else if (step instanceof Attention attention) {
				this.calls.end();
				this.parts.changes().attention(work(), record(), attention.advice());
				return Optional.empty();
			}
			else if (step instanceof NotEffective vain) {
				throw VendorFault.retryable(Reason.NOT_EFFECTIVE,
						"the service said yes to %s, and nothing changed".formatted(vain.effect()), null);
			}
		}
	}

	/**
	 * Everything is ready for the call that {@link #next()} gave: waits until the service
	 * may be called. A change was waited for before the reading that it follows from.
	 * @throws CallRates.CallsSpent if that would be long, or this node leaves
	 * @throws org.dsrhub.source.CircuitOpen if the service got into trouble meanwhile
	 */
	public void turn() {
		boolean change = this.effect != null;
		if (!limited() || (change && this.paired)) {
			this.paired = false;
			return;
		}
		this.parts.rates().awaitPair(tenant().tenant(), source().collect().rate(), this.midway);
		this.midway = true;
		this.paired = !change;
		this.calls.require();
	}

	/**
	 * Takes the answer to the call that {@link #next()} gave.
	 * @param body what was read, or null where there is no such thing
	 * @param correlation the service's own name for a change, or null
	 */
	public void answered(Call call, int status, JsonNode body, String correlation) {
		if (this.effect == null) {
			if (!this.refused) {
				accepted();
			}
			this.situation.read(call, new Answer(status, body));
			return;
		}
		accepted();
		this.refused = false;
		String done = this.effect;
		this.effect = null;
		this.changed = true;
		this.situation.done(done, status);
		remember();
		this.parts.changes().answered(work(), record(), this.changing, done, status, correlation);
	}

	/**
	 * The service has answered a call. That it can be read says nothing of whether it can
	 * be changed.
	 * @param limits what its answer said of its limits
	 */
	public void heard(ServiceLimits limits) {
		if (this.changed) {
			this.changed = false;
			this.calls.answered(limits);
		}
		else {
			this.calls.heard(limits);
		}
	}

	@Override
	public String apiVersion() {
		return null;
	}

	/**
	 * How its calls are made.
	 */
	public Source.Action action() {
		return Asked.of(request().document()).change(source()).flatMap(org.dsrhub.source.Change::action).orElseThrow();
	}

	@Override
	void close() {
		// Nothing is open between calls.
	}

	private void take(Changing.Item open) {
		if (this.item != null && this.item.record().equals(open.record())) {
			this.item = open;
			return;
		}
		this.item = open;
		this.midway = false;
		this.refused = false;
		JsonNode original = (open.origin() != null) ? this.parts.sealed().open(open.origin()) : null;
		// What was taken from a person is known by the identifiers that they had then.
		Procedures own = (original != null) ? this.procedures.with(this.parts.restricted(open.origin()))
				: this.procedures;
		this.procedure = own.of(open.path(), original);
		this.situation = new Situation(open.notes(), this.parts.clock().instant());
	}

	private boolean limited() {
		return source().collect().rate() != null;
	}

	private void remember() {
		this.item = this.item.with(this.situation.notes());
		this.changing = this.changing.with(this.item);
	}

	private Changes.Record record() {
		return new Changes.Record(request(), task(), this.item);
	}

	/**
	 * Holds what is left of a record against the subject: who is still in it was not
	 * taken out of it.
	 */
	private End checked(End end) {
		boolean gone = this.findings.verify() && end.kind() != End.Kind.REFUSED && end.after() != null;
		return (gone && names(end.after())) ? new End(End.Kind.REFUSED, STILL_NAMED, null) : end;
	}

	private boolean names(JsonNode raw) {
		return this.parts.normaliser()
			.take(tenant().tenant(), source(), request().identity().subject(), raw,
					new SourceRecord.Provenance(this.item.path(), null), this.parts.clock().instant())
			.isPresent();
	}

	private void end(End end) {
		this.calls.end();
		this.item = this.item.ended(end);
		this.changing = this.changing.with(this.item);
		this.parts.changes().ended(work(), record(), this.changing, end);
	}

	private void finish() {
		if (this.findings.verify()) {
			this.parts.progress().verify(work(), this.changing.verifying(Progress.start()));
		}
		else {
			this.parts.progress()
				.end(work(), task(), task().progress(),
						this.findings.changed(this.changing, this.corrections.rule().orElse(null)));
		}
	}

}
