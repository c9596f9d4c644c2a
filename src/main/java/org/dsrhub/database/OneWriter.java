package org.dsrhub.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets one thread at a time write to a ledger of H2, from its transaction's first
 * statement that writes to the transaction's end; who only reads never waits. H2 stores
 * its tables one after another while others may go on writing: of a transaction that
 * began meanwhile a killed process leaves a part behind, which H2 takes for whole.
 */
class OneWriter extends DelegatingDataSource {

	private static final Pattern READING = Pattern.compile("\\s*(select|values)\\b", Pattern.CASE_INSENSITIVE);

	/** Also locks are writes: H2 stores them. */
	private static final Pattern LOCKING = Pattern.compile("\\bfor\\s+update\\b", Pattern.CASE_INSENSITIVE);

	private final ReentrantLock turn = new ReentrantLock(true);

	private final Duration patience;

	/**
	 * @param patience how long a statement waits for its turn; then it fails as one that
	 * waited for a lock
	 */
	OneWriter(DataSource ledger, Duration patience) {
		super(ledger);
		this.patience = patience;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return new Turn(super.getConnection()).connection();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return new Turn(super.getConnection(username, password)).connection();
	}

	/**
	 * Does what writes to the ledger without a statement, in a turn of its own.
	 * @throws SQLException also if others write for longer than this one has patience
	 */
	<T> T write(Work<T> work) throws SQLException {
		Turn turn = new Turn(super.getConnection());
		try (Connection connection = turn.connection()) {
			turn.begin();
			return work.on(connection);
		}
	}

	/**
	 * Whether a call writes, as far as its arguments tell: they may have no SQL.
	 */
	private static boolean writes(Object[] arguments) {
		return !(arguments != null && arguments[0] instanceof String sql && READING.matcher(sql).lookingAt()
				&& !LOCKING.matcher(sql).find());
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(OneWriter.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * What is done with a connection during a turn.
	 */
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

	/**
	 * The turn of a connection, which belongs to the thread that took it: a transaction
	 * within a transaction writes on its own connection in the same turn.
	 */
	private final class Turn {

		private final Connection target;

		private final Connection connection;

		private boolean taken;

		Turn(Connection target) {
			this.target = target;
			this.connection = proxy(Connection.class, (self, method, arguments) -> connection(method, arguments));
		}

		Connection connection() {
			return this.connection;
		}

		private Object connection(Method method, Object[] arguments) throws Throwable {
			if (method.getName().equals("close")) {
				try {
					return call(this.target, method, arguments);
				}
				finally {
					end();
				}
			}
			Object result = call(this.target, method, arguments);
			if (result instanceof Statement statement) {
				boolean writes = writes(arguments);
				return proxy(method.getReturnType().asSubclass(Statement.class),
						(self, called, given) -> statement(statement, writes, called, given));
			}
			if (ends(method, arguments)) {
				end();
			}
			return result;
		}

		private Object statement(Statement statement, boolean writes, Method method, Object[] arguments)
				throws Throwable {
			if (method.getName().equals("getConnection")) {
				return this.connection;
			}
			if (!method.getName().startsWith("execute") || !(writes && writes(arguments))) {
				return call(statement, method, arguments);
			}
			begin();
			try {
				return call(statement, method, arguments);
			}
			finally {
				if (this.target.getAutoCommit()) {
					end();
				}
			}
		}

		private static boolean ends(Method method, Object[] arguments) {
			return switch (method.getName()) {
				case "commit", "abort" -> true;
				case "rollback" -> arguments == null;
				case "setAutoCommit" -> (boolean) arguments[0];
				default -> false;
			};
		}

		private void begin() throws SQLException {
			if (this.taken) {
				return;
			}
			try {
				this.taken = OneWriter.this.turn.tryLock(OneWriter.this.patience.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (!this.taken) {
				throw new SQLTransactionRollbackException("the ledger is being written to by others", "40001");
			}
		}

		private void end() {
			if (this.taken) {
				this.taken = false;
				OneWriter.this.turn.unlock();
			}
		}

	}

}
