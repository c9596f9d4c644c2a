package org.dsrhub.task;

import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;

/**
 * The id of an account, below the list that it is on. It comes from an answer, so it is
 * held to one plain name: what IoT Central allows for a user (REST API 2022-07-31,
 * {@code users}), and nothing that leads elsewhere.
 */
final class AccountId {

	private AccountId() {
	}

	/**
	 * The path of an account that a source listed.
	 * @throws VendorFault if the id could lead to anything else
	 */
	static String path(FrozenPlan plan, String id) {
		if (!id.matches("[A-Za-z0-9_-]{1,200}")) {
			throw VendorFault.terminal(Reason.INVALID_ANSWER,
					"a record of %s has no id that such an account can have".formatted(plan.source().source()));
		}
		return plan.source().collect().parameters().get("path") + "/" + id;
	}

}
