package org.dsrhub.request;

import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a request stands.
 */
public enum RequestState {

	RECEIVED, UNVERIFIED, IDENTIFYING, DISCOVERING, AWAITING_DECISION, FULFILLING, PACKAGING, COMPLETED,
	COMPLETED_WITH_EXCEPTIONS, ATTENTION, DECLINED, CANCELLED, EXPIRED;

	private static final Set<RequestState> CLOSED = Set.of(COMPLETED, COMPLETED_WITH_EXCEPTIONS, DECLINED, CANCELLED,
			EXPIRED);

	/**
	 * Whether nothing more will happen by itself or by a person.
	 */
	public boolean closed() {
		return CLOSED.contains(this);
	}

	/**
	 * Whether its sources were read, so that it is only to be packaged, or otherwise
	 * brought to its end.
	 */
	public boolean read() {
		return this == FULFILLING || this == PACKAGING;
	}

	/**
	 * The name in documents and rows: {@code awaiting-decision}.
	 */
	@JsonValue
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	public static RequestState of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
