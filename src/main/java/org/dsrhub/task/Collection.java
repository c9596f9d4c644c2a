package org.dsrhub.task;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.dsrhub.record.RecordNormaliser;
import org.dsrhub.record.SourceRecord;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.Work;
import org.dsrhub.source.Page;
import org.dsrhub.source.Right;
import org.dsrhub.source.Source;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.springframework.stereotype.Component;

/**
 * One node's work on one task: page after page, the subject's records are taken out and
 * staged, and after each page the row knows how far it has come. Not for several threads.
 */
public final class Collection extends TaskWork {

	private final Parts parts;

	private Progress progress;

	private Staging.Writer writer;

	private boolean ended;

	private boolean gaveWay;

	private Instant turn;

	Collection(Work work, TaskRow task, RequestRow request, Tenant tenant, FrozenPlan plan, Parts parts) {
		super(work, task, request, tenant, plan);
		this.parts = parts;
		this.progress = (task.phase() == Phase.VERIFY) ? task.changing().verified() : task.progress();
		this.turn = parts.clock().instant();
	}

	/**
	 * What the work is done with.
	 */
	@Component
	record Parts(TaskClaims claims, TaskProgress progress, Staging staging, RecordNormaliser normaliser, Clock clock,
			TurnProperties turns) {
	}

	/**
	 * Whether there is another page to get now.
	 */
	public boolean isMore() {
		return more(this.progress) && !this.gaveWay;
	}

	public Progress progress() {
		return this.progress;
	}

	/**
	 * The subscription that is being read, for sources that are read by subscription.
	 */
	public Optional<String> subscription() {
		return plan().subscription(this.progress.part());
	}

	/**
	 * The question that is being asked, for sources that are not read whole.
	 */
	public Optional<Source.Ask> ask() {
		return plan().ask(this.progress.part());
	}

	/**
	 * Takes the subject's records from a page. Either the whole page counts, or none of
	 * it: what is written behind the length in the row does not. After a fault this
	 * collection is over.
	 * @param url where it was read, without query
	 * @throws VendorFault if it is not the page that it should be
	 * @throws IOException if the connection failed
	 * @throws org.dsrhub.configuration.DiskFault if the disk did
	 */
	public void take(Page page, String url) throws IOException {
		PageTally tally = new PageTally();
		SourceRecord.Provenance provenance = new SourceRecord.Provenance(url, apiVersion());
		Instant now = this.parts.clock().instant();
		String link = page.read((raw) -> {
			if (!before(raw)) {
				this.parts.normaliser()
					.take(tenant().tenant(), source(), request().identity().subject(), raw, provenance, now)
					.ifPresent((found) -> stage(found, tally));
			}
		});
		if (source().directoryEntry() && tally.found == 0) {
			throw VendorFault.retryable(Reason.INVALID_ANSWER, "the answer is not the entry that was asked for", null);
		}
		if (this.progress.circular(link)) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER, "the next link repeats");
		}
		long bytes = (this.writer != null) ? this.writer.commit() : 0;
		Progress after = this.progress.after(link, tally.found, tally.redactions,
				new Progress.Staged(task().attempts(), bytes), page.notPersons());
		if (!more(after)) {
			end(after);
		}
		else if (verifying()) {
			this.parts.progress().changing(work(), task().changing().verifying(after));
		}
		else {
			this.parts.progress().reached(work(), after);
			if (this.turn.plus(this.parts.turns().turn()).isBefore(now)) {
				this.turn = now;
				this.gaveWay = this.parts.claims().giveWay(work(), task(), tenant().tenant());
			}
		}
		this.progress = after;
		this.ended = !more(after);
		accepted();
	}

	/**
	 * The id of the person's directory entry, also if only the request knows it.
	 */
	public Optional<String> entry() {
		return source().directoryEntry() ? request().identity().entry() : Plan.known(request().identity());
	}

	/**
	 * Whether an earlier question has found a record already.
	 */
	private boolean before(JsonNode raw) {
		return ask().map(Source.Ask::unless)
			.map((field) -> raw.at("/" + field.replace('.', '/')).asText())
			.filter((id) -> entry().filter(id::equalsIgnoreCase).isPresent())
			.isPresent();
	}

	/**
	 * Whether a record is one of the subject's; nothing is kept of it.
	 */
	public boolean concerns(JsonNode raw) {
		return this.parts.normaliser()
			.take(tenant().tenant(), source(), request().identity().subject(), raw,
					new SourceRecord.Provenance(source().source(), null), this.parts.clock().instant())
			.isPresent();
	}

	/**
	 * Ends the task as somebody said who knows.
	 * @param reason for an exception why, or null
	 */
	public void end(Outcome outcome, String reason) {
		this.parts.progress()
			.end(work(), task(), this.progress, new Ending(outcome, reason, null, apiVersion(), null, null));
		this.ended = true;
	}

	/**
	 * Ends the reading well; the last page has done so already, unless there was none or
	 * it goes on later.
	 */
	public void settle() {
		if (!this.ended && !this.gaveWay) {
			end(this.progress);
		}
	}

	private void end(Progress last) {
		Findings findings = new Findings(request(), plan(), this.parts.clock().instant());
		if (verifying() && last.found() > 0) {
			// A list may lag behind what it lists; it is read anew from its beginning.
			this.parts.progress().changing(work(), task().changing().verifying(Progress.start()));
			throw VendorFault.retryable(Reason.FOUND_AGAIN,
					"%d records are there that name the subject".formatted(last.found()), null);
		}
		else if (verifying()) {
			this.parts.progress().end(work(), task(), task().progress(), findings.changed(task().changing(), null));
		}
		else if (findings.changeable(last)) {
			this.parts.progress().collected(work(), task(), last, apiVersion());
		}
		else {
			this.parts.progress().end(work(), task(), last, findings.collected(last));
		}
	}

	private boolean verifying() {
		return task().phase() == Phase.VERIFY;
	}

	private boolean more(Progress reached) {
		return reached.part() < plan().parts();
	}

	@Override
	public String apiVersion() {
		return plan().apiVersion();
	}

	@Override
	void close() throws IOException {
		if (this.writer != null) {
			this.writer.close();
		}
	}

	private void stage(SourceRecord item, PageTally tally) {
		if (verifying() && task().changing().spared(item.id(), request().leftOut())) {
			return;
		}
		tally.found++;
		tally.redactions += item.redactions();
		if (request().right() == Right.DISCOVER || verifying()) {
			// What is only counted is not kept, and cannot leak.
			return;
		}
		if (this.writer == null) {
			UUID id = request().id();
			this.writer = this.parts.staging()
				.open(this.parts.staging().file(tenant().tenant(), id, source().source(), task().attempts()));
		}
		this.writer.write(item);
	}

	private static final class PageTally {

		private long found;

		private long redactions;

	}

}
