package org.dsrhub.camel;

import org.apache.camel.component.sql.RowMapperFactory;
import org.dsrhub.source.DatabaseRow;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * Lets camel-sql make a record of each row.
 */
@Component("databaseRows")
class DatabaseRows implements RowMapperFactory {

	@Override
	public RowMapper<?> newColumnRowMapper() {
		return (row, number) -> DatabaseRow.of(row);
	}

	@Override
	public RowMapper<?> newBeanRowMapper(Class<?> mappedClass) {
		return newColumnRowMapper();
	}

}
