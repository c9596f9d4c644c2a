package org.dsrhub.camel;

import java.util.Set;

import org.apache.camel.Variable;
import org.dsrhub.notice.Receipts;
import org.dsrhub.notice.Receipts.Receipt;
import org.dsrhub.request.Pauses;
import org.dsrhub.request.Pauses.RequestClock;
import org.dsrhub.security.Caller;
import org.dsrhub.security.Callers;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.Role;
import org.springframework.stereotype.Component;

/**
 * What REST routes do with the clock of a request.
 */
@Component
public class RestClock {

	private static final Set<Role> DECIDERS = Set.of(Role.PRIVACY_OPERATOR, Role.APPROVER);

	private final Callers callers;

	private final Receipts receipts;

	private final Pauses pauses;

	RestClock(Callers callers, Receipts receipts, Pauses pauses) {
		this.callers = callers;
		this.receipts = receipts;
		this.pauses = pauses;
	}

	public RequestClock show(@Variable("id") String id) {
		return this.pauses.clock(this.receipts.visible(id, this.callers.current()).request());
	}

	public RequestClock stop(@Variable("id") String id) {
		Caller caller = this.callers.current();
		Receipt receipt = decided(id, caller);
		this.pauses.begin(receipt.request(), caller.name());
		return this.pauses.clock(receipt.request());
	}

	public RequestClock resume(@Variable("id") String id) {
		Caller caller = this.callers.current();
		Receipt receipt = decided(id, caller);
		this.pauses.end(receipt.request(), caller.name());
		return this.pauses.clock(receipt.request());
	}

	private Receipt decided(String id, Caller caller) {
		Receipt receipt = this.receipts.visible(id, caller);
		if (!caller.hasAny(DECIDERS)) {
			throw new NotAllowed("stopping a clock takes PrivacyOperator or Approver");
		}
		return receipt;
	}

}
