package org.dsrhub.camel;

import java.sql.ResultSet;
import java.sql.SQLException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.component.sql.RowMapperFactory;
import org.dsrhub.source.DatabaseRow;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * Lets camel-sql make a record of each row.
 */
@Component("databaseRows")
class DatabaseRows implements RowMapperFactory {

	@Override
	public RowMapper<?> newColumnRowMapper() {
		return new OfPage();
	}

	@Override
	public RowMapper<?> newBeanRowMapper(Class<?> mappedClass) {
		return newColumnRowMapper();
	}

	/**
	 * A page is whole in memory, so there is an end to it.
	 */
	private static final class OfPage implements RowMapper<ObjectNode> {

		private static final long LARGEST = 50_000_000;

		private long characters;

		@Override
		public ObjectNode mapRow(ResultSet row, int number) throws SQLException {
			ObjectNode record = DatabaseRow.of(row);
			this.characters += DatabaseRow.characters(record);
			if (this.characters > LARGEST) {
				throw VendorFault.terminal(Reason.INVALID_ANSWER,
						"the rows of a page have more than %d characters; lower pageSize, or leave long columns out"
							.formatted(LARGEST));
			}
			return record;
		}

	}

}
