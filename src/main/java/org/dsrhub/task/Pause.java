package org.dsrhub.task;

/**
 * Why a task rests.
 *
 * @param reason one of {@link org.dsrhub.source.VendorFault.Reason}
 * @param detail without any identifier, or null
 */
record Pause(String reason, String detail) {

	@Override
	public String toString() {
		return (this.detail != null) ? this.reason + " (" + this.detail + ")" : this.reason;
	}

}
