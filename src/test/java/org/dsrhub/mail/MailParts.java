package org.dsrhub.mail;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.SteppingClock;
import org.dsrhub.Workshop;

/**
 * The beans of this room, made by hand for tests.
 */
public final class MailParts {

	private static final ObjectMapper JSON = new ObjectMapper();

	private MailParts() {
	}

	public static MailOutbox outbox(Workshop shop) {
		return new MailOutbox(shop.jdbc(), shop.tenants(), JSON, new SteppingClock());
	}

	public static MailTemplates templates(Workshop shop) {
		return new MailTemplates(shop.hub());
	}

	/**
	 * The mails that wait to be sent, in the order in which they were written.
	 */
	public static List<JsonNode> written(Workshop shop) {
		return shop.jdbc()
			.sql("select content from mail order by written_at, id")
			.query((row, number) -> tree(row.getString("content")))
			.list();
	}

	/**
	 * The Message-ID of the last mail for a request.
	 */
	public static String messageId(Workshop shop, UUID request) {
		return shop.jdbc()
			.sql("select message_id from mail where request = ? order by written_at desc limit 1")
			.param(request)
			.query(String.class)
			.single();
	}

	private static JsonNode tree(String json) {
		try {
			return JSON.readTree(json);
		}
		catch (com.fasterxml.jackson.core.JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
