package org.dsrhub.database;

/**
 * A table whose rows become due, or those of them that one kind of worker takes.
 *
 * @param due the column that says from when on
 * @param leased whether a lease holds rows that are worked on
 * @param sources whether rows of each source have a limit
 * @param mine the condition that tells these rows
 * @param alone whether nobody else takes rows up, so that they need no lock
 */
record Queue(String table, String due, boolean leased, boolean sources, String mine, boolean alone) {

	/**
	 * A statement with the names of the table ({@code %1$s}), the column ({@code %2$s}),
	 * what to read of a row's source ({@code %3$s}) and the condition ({@code %4$s}).
	 */
	String sql(String statement) {
		return statement.formatted(this.table, this.due, this.sources ? "source" : "cast(null as varchar) as source",
				this.mine);
	}

}
