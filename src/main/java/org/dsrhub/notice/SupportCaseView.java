package org.dsrhub.notice;

import java.time.Instant;
import java.util.Objects;

import org.dsrhub.request.RequestRow;
import org.dsrhub.source.Source;
import org.dsrhub.task.TaskRow;
import org.dsrhub.tenant.Tenant;

/**
 * What the template of a support case can name.
 *
 * @param detail of the failure, or null
 */
record SupportCaseView(RequestRow request, TaskRow task, Source kept, Tenant tenant, String detail) {

	private static final String NONE = "-";

	String entraTenantId() {
		return this.tenant.entraTenantId().toString();
	}

	String subscriptions() {
		return this.tenant.subscriptions().isEmpty() ? NONE : String.join(", ", this.tenant.subscriptions());
	}

	String system() {
		return this.kept.system();
	}

	String source() {
		return this.kept.source();
	}

	String category() {
		return this.kept.category();
	}

	/**
	 * By which interface the source is read.
	 */
	String path() {
		return Objects.toString(this.kept.collect().parameters().get("path"), NONE);
	}

	String apiVersion() {
		return Objects.toString(this.task.apiVersion(),
				Objects.toString(this.kept.collect().parameters().get("apiVersion"), NONE));
	}

	String right() {
		return this.request.right().label();
	}

	String article() {
		return switch (this.request.right()) {
			case DISCOVER, ACCESS -> "15";
			case EXPORT -> "20";
			case RECTIFY -> "16";
			case RESTRICT -> "18";
			case ERASE -> "17";
		};
	}

	String reference() {
		return this.request.reference();
	}

	String id() {
		return this.request.id().toString();
	}

	String receivedAt() {
		return this.request.receivedAt().toString();
	}

	String deadline() {
		return this.request.deadline().toString();
	}

	String startedAt() {
		return time(this.task.startedAt());
	}

	String endedAt() {
		return time(this.task.endedAt());
	}

	int attempts() {
		return this.task.attempts();
	}

	String reason() {
		return Objects.toString(this.task.reason(), NONE);
	}

	private static String time(Instant instant) {
		return (instant != null) ? instant.toString() : NONE;
	}

}
