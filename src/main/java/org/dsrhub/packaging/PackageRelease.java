package org.dsrhub.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.dsrhub.database.Timestamps;
import org.dsrhub.database.Transactions;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.security.Caller;
import org.dsrhub.security.NotAllowed;
import org.dsrhub.security.NotThere;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.Right;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Hands a package to a caller who could have asked each of its sources.
 */
@Component
public class PackageRelease {

	private final JdbcClient jdbc;

	private final Catalogue catalogue;

	private final PackageReader packages;

	private final EvidenceLog evidence;

	private final Transactions transactions;

	PackageRelease(JdbcClient jdbc, Catalogue catalogue, PackageReader packages, EvidenceLog evidence,
			Transactions transactions) {
		this.jdbc = jdbc;
		this.catalogue = catalogue;
		this.packages = packages;
		this.evidence = evidence;
		this.transactions = transactions;
	}

	/**
	 * Opens the package of a request that the caller may see, and notes that they did. A
	 * download that breaks off stands in the evidence all the same. No transaction is
	 * open while the container is read, which may take minutes.
	 * @throws NotAllowed naming the sources that the caller's roles do not open
	 * @throws NotThere if the request has no package
	 * @throws PackagePurged if it had one, and its time is over
	 */
	public InputStream open(UUID request, Caller caller) {
		check(request, caller);
		InputStream content = this.packages.open(request).orElseThrow(() -> none(request));
		try {
			return this.transactions.run(() -> {
				this.evidence.append(request, "downloaded", caller.name(), stored(request));
				return content;
			});
		}
		catch (RuntimeException ex) {
			close(content, ex);
			throw ex;
		}
	}

	/**
	 * Holds a caller to the rule.
	 * @throws NotAllowed naming the sources that the caller's roles do not open
	 */
	void check(UUID request, Caller caller) {
		List<String> closed = closed(request, caller);
		if (!closed.isEmpty()) {
			throw new NotAllowed("the package holds what was found in %s; your roles do not allow this right there"
				.formatted(String.join(", ", closed)));
		}
	}

	private RuntimeException none(UUID request) {
		return this.jdbc.sql("select package_purged_at, package_gone_at from request where id = ?")
			.param(request)
			.query((row, number) -> {
				Instant since = Timestamps.read(row, "package_purged_at");
				return (since != null) ? new PackagePurged(since, Timestamps.read(row, "package_gone_at"))
						: new NotThere("this request has no package");
			})
			.single();
	}

	private List<String> closed(UUID request, Caller caller) {
		Right right = this.jdbc.sql("select asked from request where id = ?")
			.param(request)
			.query(String.class)
			.optional()
			.map(Right::of)
			.orElseThrow(NotThere::new);
		return this.jdbc.sql("select source from task where request = ? and outcome = 'found' order by source")
			.param(request)
			.query(String.class)
			.list()
			.stream()
			.filter((source) -> this.catalogue.find(source)
				.filter((known) -> known.grants(right, caller.roles()))
				.isEmpty())
			.toList();
	}

	private Map<String, Object> stored(UUID request) {
		return this.jdbc.sql("select revision, package_sha256 as sha256 from request where id = ?")
			.param(request)
			.query((row, number) -> Map.<String, Object>of("revision", row.getInt("revision"), "sha256",
					row.getString("sha256")))
			.single();
	}

	private static void close(InputStream content, RuntimeException fault) {
		try {
			content.close();
		}
		catch (IOException ex) {
			fault.addSuppressed(ex);
		}
	}

}
