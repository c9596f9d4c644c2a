package org.dsrhub.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.source.VendorFault.Reason;

/**
 * A row of a database as a record, its columns' names as the database gives them. Numbers
 * stay exact; a time with a zone is told in UTC, one without as it is; bytes are told in
 * Base64; what has no form in JSON is told in the database's own words.
 */
public final class DatabaseRow {

	/** As much as a text in any other service's answer may hold. */
	private static final int LONGEST = 20_000_000;

	private static final Set<String> JSON_TYPES = Set.of("json", "jsonb");

	private static final Set<String> ZONED_TYPES = Set.of("timestamptz", "timestamp with time zone");

	private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.nodeFactory(NODES)
		.build();

	private DatabaseRow() {
	}

	/**
	 * The present row.
	 * @throws VendorFault if two columns have one name, or a value is too long or not
	 * what its type says
	 * @throws SQLException if the database does not give it
	 */
	public static ObjectNode of(ResultSet row) throws SQLException {
		ResultSetMetaData columns = row.getMetaData();
		ObjectNode record = NODES.objectNode();
		for (int i = 1; i <= columns.getColumnCount(); i++) {
			String name = columns.getColumnLabel(i);
			if (record.has(name)) {
				throw invalid("two columns are called " + name);
			}
			try {
				JsonNode value = value(row, i, columns.getColumnType(i),
						columns.getColumnTypeName(i).toLowerCase(Locale.ROOT));
				record.set(name, row.wasNull() ? NODES.nullNode() : value);
			}
			catch (IOException ex) {
				throw invalid("column %s cannot be read".formatted(name));
			}
		}
		return record;
	}

	/**
	 * How many characters the values of a record have.
	 */
	public static long characters(JsonNode record) {
		long characters = record.asText().length();
		for (JsonNode part : record) {
			characters += characters(part);
		}
		return characters;
	}

	private static JsonNode value(ResultSet row, int i, int type, String name) throws SQLException, IOException {
		if (JSON_TYPES.contains(name)) {
			return json(bounded(row.getString(i)));
		}
		if (ZONED_TYPES.contains(name) || type == Types.TIMESTAMP_WITH_TIMEZONE) {
			return text(instant(row.getObject(i, OffsetDateTime.class)));
		}
		if (name.equals("uuid")) {
			// H2 counts it among the bytes.
			return text(row.getString(i));
		}
		return switch (type) {
			case Types.BOOLEAN -> NODES.booleanNode(row.getBoolean(i));
			case Types.BIT -> bit(row.getObject(i), bounded(row.getString(i)));
			case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> NODES.numberNode(row.getLong(i));
			case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> number(row.getString(i));
			case Types.TIMESTAMP -> text(row.getObject(i, LocalDateTime.class));
			case Types.DATE -> text(row.getObject(i, LocalDate.class));
			case Types.TIME -> text(row.getObject(i, LocalTime.class));
			case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> bytes(row.getBinaryStream(i));
			case Types.CLOB, Types.NCLOB, Types.LONGVARCHAR, Types.LONGNVARCHAR -> clob(row.getCharacterStream(i));
			case Types.ARRAY -> array(row.getArray(i));
			default -> text(bounded(row.getString(i)));
		};
	}

	private static JsonNode number(String digits) {
		try {
			return (digits != null) ? NODES.numberNode(new BigDecimal(digits)) : NODES.nullNode();
		}
		catch (NumberFormatException ex) {
			// NaN and the infinities, which JSON does not have; money with its sign.
			return NODES.textNode(digits);
		}
	}

	private static JsonNode bit(Object value, String text) {
		return (value instanceof Boolean truth) ? NODES.booleanNode(truth) : text(text);
	}

	private static JsonNode json(String document) {
		try {
			return (document != null) ? JSON.readTree(document) : NODES.nullNode();
		}
		catch (JsonProcessingException ex) {
			throw invalid("a JSON column does not hold JSON");
		}
	}

	private static JsonNode bytes(InputStream bytes) throws IOException {
		if (bytes == null) {
			return NODES.nullNode();
		}
		try (bytes) {
			byte[] read = bytes.readNBytes(LONGEST + 1);
			if (read.length > LONGEST) {
				throw tooLong();
			}
			return NODES.textNode(java.util.Base64.getEncoder().encodeToString(read));
		}
	}

	private static JsonNode clob(Reader characters) throws IOException {
		if (characters == null) {
			return NODES.nullNode();
		}
		try (characters) {
			StringBuilder text = new StringBuilder();
			char[] part = new char[8192];
			for (int read = characters.read(part); read >= 0; read = characters.read(part)) {
				text.append(part, 0, read);
				if (text.length() > LONGEST) {
					throw tooLong();
				}
			}
			return NODES.textNode(text.toString());
		}
	}

	private static JsonNode array(Array array) throws SQLException {
		if (array == null) {
			return NODES.nullNode();
		}
		ArrayNode list = NODES.arrayNode();
		try (ResultSet elements = array.getResultSet()) {
			long characters = 0;
			while (elements.next()) {
				list.add(elements.getString(2));
				characters += list.get(list.size() - 1).asText().length();
				if (characters > LONGEST) {
					throw tooLong();
				}
			}
		}
		finally {
			array.free();
		}
		return list;
	}

	private static Object instant(OffsetDateTime time) {
		return (time != null) ? time.toInstant() : null;
	}

	private static JsonNode text(Object value) {
		return (value != null) ? NODES.textNode(value.toString()) : NODES.nullNode();
	}

	private static String bounded(String text) {
		if (text != null && text.length() > LONGEST) {
			throw tooLong();
		}
		return text;
	}

	private static VendorFault tooLong() {
		return invalid("a value has more than %d characters; leave its column out".formatted(LONGEST));
	}

	private static VendorFault invalid(String message) {
		return VendorFault.terminal(Reason.INVALID_ANSWER, message);
	}

}
