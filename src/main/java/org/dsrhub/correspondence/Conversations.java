package org.dsrhub.correspondence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.dsrhub.correspondence.Conversation.Effect;
import org.dsrhub.database.Timestamps;
import org.dsrhub.task.Attention;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of conversations. Whoever writes one has locked its request.
 */
@Component
class Conversations {

	private final JdbcClient jdbc;

	private final Attention attention;

	private final ObjectMapper json;

	private final Clock clock;

	Conversations(JdbcClient jdbc, Attention attention, ObjectMapper json, Clock clock) {
		this.jdbc = jdbc;
		this.attention = attention;
		this.json = json;
		this.clock = clock;
	}

	/**
	 * One row.
	 *
	 * @param token what the subject of every mail of it holds
	 * @param attention what a person must do, or null
	 */
	record Row(UUID task, UUID request, String tenant, String source, String token, Conversation conversation,
			String attention) {
	}

	Optional<Row> find(UUID task) {
		return this.jdbc.sql("select * from correspondence where task = ?").param(task).query(this::row).optional();
	}

	Optional<Row> find(UUID request, String source) {
		return this.jdbc.sql("select * from correspondence where request = ? and source = ?")
			.params(request, source)
			.query(this::row)
			.optional();
	}

	/**
	 * The conversation of a tenant with this token.
	 */
	Optional<Row> find(String tenant, String token) {
		return this.jdbc.sql("select * from correspondence where tenant = ? and token = ?")
			.params(tenant, token)
			.query(this::row)
			.optional();
	}

	Row add(Row row) {
		this.jdbc
			.sql("insert into correspondence (task, request, tenant, source, token, conversation) "
					+ "values (?, ?, ?, ?, ?, ?)")
			.params(row.task(), row.request(), row.tenant(), row.source(), row.token(), write(row.conversation()))
			.update();
		return keep(row, row.conversation());
	}

	/**
	 * Writes down how far a conversation has come. The request waits for a person while
	 * one of its conversations does, and no longer.
	 */
	Row keep(Row row, Conversation conversation) {
		String attention = (conversation.concern() != null) ? conversation.concern().advice(row.source()) : null;
		this.jdbc.sql("update correspondence set conversation = ?, unsure = ?, attention = ? where task = ?")
			.params(write(conversation), conversation.unsure(), attention, row.task())
			.update();
		if (!Objects.equals(attention, row.attention())) {
			this.attention.show(row.request());
		}
		return new Row(row.task(), row.request(), row.tenant(), row.source(), row.token(), conversation, attention);
	}

	/**
	 * What a mail did that was taken before.
	 */
	Optional<Taken> taken(UUID mail) {
		return this.jdbc.sql("select said, effect from correspondence_mail where mail = ?")
			.param(mail)
			.query((row, number) -> new Taken(Said.valueOf(row.getString("said")),
					Effect.valueOf(row.getString("effect"))))
			.optional();
	}

	void take(UUID mail, UUID task, Taken taken) {
		this.jdbc.sql("insert into correspondence_mail (mail, task, said, effect, at) values (?, ?, ?, ?, ?)")
			.params(mail, task, taken.said().name(), taken.effect().name(), Timestamps.of(this.clock.instant()))
			.update();
	}

	/**
	 * What a mail said and did.
	 */
	record Taken(Said said, Effect effect) {
	}

	/**
	 * The tasks whose last mail came back, or never left, or perhaps did not.
	 */
	List<UUID> undelivered() {
		return this.jdbc.sql("""
				select correspondence.task from correspondence
				join mail on mail.tenant = correspondence.tenant and mail.message_id = correspondence.unsure
				where mail.state in ('bounced', 'failed', 'uncertain')""").query(UUID.class).list();
	}

	private String write(Conversation conversation) {
		try {
			return this.json.writeValueAsString(conversation);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("a conversation cannot be written", ex);
		}
	}

	private Row row(ResultSet row, int number) throws SQLException {
		try {
			return new Row(row.getObject("task", UUID.class), row.getObject("request", UUID.class),
					row.getString("tenant"), row.getString("source"), row.getString("token"),
					this.json.readValue(row.getString("conversation"), Conversation.class), row.getString("attention"));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("a conversation in the ledger cannot be read", ex);
		}
	}

}
