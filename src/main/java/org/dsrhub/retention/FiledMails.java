package org.dsrhub.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.dsrhub.tenant.Tenant;

/**
 * The folders of a tenant's mailboxes into which the hub puts mails once they are
 * settled.
 */
public interface FiledMails {

	/**
	 * The mails there that the server received before a time.
	 * @throws IllegalStateException if a mailbox cannot be read now
	 */
	List<FiledMail> before(Tenant tenant, Instant time);

	/**
	 * Deletes mails for good, as far as the server lets anybody.
	 * @param places as {@link FiledMail#place()} tells them
	 * @return what became of each: removed or gone only if it is there no more
	 * @throws IllegalStateException if a mailbox cannot be written now
	 */
	Map<String, Removal> remove(Tenant tenant, List<String> places);

}
