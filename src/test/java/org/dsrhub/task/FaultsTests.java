package org.dsrhub.task;

import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;
import java.util.List;

import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class FaultsTests {

	@ParameterizedTest
	@MethodSource("ofTheLedger")
	void a_connection_to_the_ledger_that_broke_is_no_fault_of_a_service(Exception problem) {
		assertThat(Faults.of(problem).reason()).isEqualTo(Reason.INTERNAL);
		assertThat(Faults.of(problem).retryable()).isTrue();
	}

	@Test
	void a_connection_to_a_service_that_broke_is_its_fault_and_what_is_a_fault_already_stays_it() {
		Exception broken = new RuntimeException(new IOException("reset"));
		assertThat(Faults.of(broken).reason()).isEqualTo(Reason.UNREACHABLE);
		VendorFault known = VendorFault.retryable(Reason.THROTTLED, "HTTP 429", ofTheLedger().get(0));
		assertThat(Faults.of(new RuntimeException(known))).isSameAs(known);
	}

	/**
	 * As PostgreSQL's driver tells of them.
	 */
	static List<Exception> ofTheLedger() {
		SQLException broken = new SQLException("an I/O error", "08006", new SocketException("reset"));
		return List.of(new DataAccessResourceFailureException("read", broken),
				new RuntimeException(new CannotCreateTransactionException("begin", broken)));
	}

}
