package org.dsrhub.task;

import java.util.List;
import java.util.UUID;

import org.dsrhub.request.LockedRequest;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Shows a request as one that waits for a person as long as a conversation or an
 * operation of it does.
 */
@Component
public class Attention {

	private static final String OPEN = """
			select attention from (select source, attention from correspondence where request = :request
			                       union all select source, attention from operation where request = :request) waits
			where attention is not null order by source""";

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	Attention(JdbcClient jdbc, Requests requests, RequestMoves moves) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
	}

	/**
	 * Shows what the rows say now.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void show(UUID request) {
		List<String> open = this.jdbc.sql(OPEN).param("request", request).query(String.class).list();
		LockedRequest locked = this.requests.lock(request);
		boolean attention = locked.state() == RequestState.ATTENTION;
		if (!open.isEmpty() && (attention || locked.state() == RequestState.DISCOVERING)) {
			this.moves.attention(request, (open.size() == 1) ? open.get(0)
					: open.get(0) + " And %d more: see the instructions of the tasks.".formatted(open.size() - 1));
		}
		else if (open.isEmpty() && attention) {
			this.moves.attended(request);
		}
	}

}
