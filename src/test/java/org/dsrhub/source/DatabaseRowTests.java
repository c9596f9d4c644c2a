package org.dsrhub.source;

import java.sql.SQLException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dsrhub.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseRowTests {

	private static final JdbcClient H2 = JdbcClient.create(new DriverManagerDataSource("jdbc:h2:mem:"));

	private static final JdbcClient POSTGRESQL = JdbcClient.create(TestDatabase.of(TestDatabase.postgresql()));

	private static final ObjectMapper JSON = new ObjectMapper();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			both | cast(null as varchar(10))                               | null
			both | cast(null as integer)                                   | null
			both | cast(null as numeric(10, 2))                            | null
			both | cast(null as timestamp with time zone)                  | null
			both | cast(null as timestamp)                                 | null
			both | cast(null as date)                                      | null
			both | cast(null as json)                                      | null
			both | cast(null as boolean)                                   | null
			both | cast('Ana "x" Jensen' as varchar(20))                   | "Ana \\"x\\" Jensen"
			both | true                                                    | true
			both | cast(7 as smallint)                                     | 7
			both | cast(9223372036854775807 as bigint)                     | 9223372036854775807
			both | cast(12345678901234567890.10 as numeric(30, 2))         | 12345678901234567890.10
			both | cast(0.5 as double precision)                           | 0.5
			both | timestamp with time zone '2026-01-05 08:00:00.25+01:00' | "2026-01-05T07:00:00.250Z"
			both | timestamp '2026-03-29 02:30:00'                         | "2026-03-29T02:30"
			both | date '2026-02-28'                                       | "2026-02-28"
			both | time '08:30:00'                                         | "08:30"
			both | cast('9B6C0A5E-58f5-4f0b-9d43-0d4be0ee7a01' as uuid)    | "9b6c0a5e-58f5-4f0b-9d43-0d4be0ee7a01"
			both | json '{"a": null, "b": [1, 2.50]}'                      | {"a":null,"b":[1,2.50]}
			both | array['a', null, 'b c']                                 | ["a",null,"b c"]
			pg   | cast('\\x414243' as bytea)                              | "QUJD"
			pg   | cast(null as bytea)                                     | null
			pg   | cast('{"a": [1, 2.50]}' as jsonb)                       | {"a":[1,2.50]}
			pg   | cast(null as text[])                                    | null
			pg   | cast('NaN' as double precision)                         | "NaN"
			pg   | cast('NaN' as numeric)                                  | "NaN"
			pg   | cast('10.0.0.1' as inet)                                | "10.0.0.1"
			pg   | cast(B'1' as bit(1))                                    | true
			h2   | cast(X'414243' as blob)                                 | "QUJD"
			h2   | cast(X'414243' as varbinary(10))                        | "QUJD"
			h2   | cast(null as blob)                                      | null
			h2   | cast('long' as clob)                                    | "long"
			h2   | cast(null as clob)                                      | null
			""")
	void a_value_is_told_as_what_it_is(String where, String expression, String expected)
			throws JsonProcessingException {
		if (!where.equals("pg")) {
			assertThat(value(H2, expression)).as("H2").isEqualTo(expected);
		}
		if (!where.equals("h2")) {
			assertThat(value(POSTGRESQL, expression)).as("PostgreSQL").isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1 as id, 2 as id", "select repeat('x', 20000001) as a",
			"select cast(repeat('x', 20000001) as bytea) as a", "select to_json(repeat('x', 20000001)) as a",
			"select array[repeat('x', 15000000), repeat('x', 5000001)] as a" })
	void what_cannot_be_told_is_no_answer(String query) {
		assertThatThrownBy(() -> row(POSTGRESQL, query)).isInstanceOf(VendorFault.class)
			.satisfies(
					(fault) -> assertThat(((VendorFault) fault).reason()).isEqualTo(VendorFault.Reason.INVALID_ANSWER))
			.hasMessageNotContaining("xx");
	}

	private static String value(JdbcClient database, String expression) throws JsonProcessingException {
		ObjectNode row = row(database, "select " + expression + " as v");
		assertThat(row.size()).isOne();
		return JSON.writeValueAsString(row.elements().next());
	}

	private static ObjectNode row(JdbcClient database, String query) {
		return database.sql(query).query((row, number) -> one(row)).single();
	}

	private static ObjectNode one(java.sql.ResultSet row) throws SQLException {
		return DatabaseRow.of(row);
	}

}
