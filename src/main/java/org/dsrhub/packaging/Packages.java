package org.dsrhub.packaging;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.request.GivenSubject;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Catalogue;
import org.dsrhub.task.StagedRecords;
import org.dsrhub.task.StagedRecords.Released;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskRow;
import org.dsrhub.task.Tasks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes a request's package from the ledger and its staging, and closes the request once
 * the package is stored and verified.
 */
@Component
public class Packages {

	private static final int FIRST = 1;

	private final JdbcClient jdbc;

	private final Requests requests;

	private final Tasks tasks;

	private final Catalogue catalogue;

	private final Staging staging;

	private final StagedRecords staged;

	private final EvidenceLog evidence;

	private final PackageAssembler assembler;

	public Packages(JdbcClient jdbc, Requests requests, Tasks tasks, Catalogue catalogue, Staging staging,
			StagedRecords staged, EvidenceLog evidence, HubProperties hub) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.tasks = tasks;
		this.catalogue = catalogue;
		this.staging = staging;
		this.staged = staged;
		this.evidence = evidence;
		this.assembler = new PackageAssembler(hub.config().resolve("templates").resolve("package"));
	}

	/**
	 * Assembles the package of a request. The same rows give the same bytes, so a node
	 * that does it again after a crash finds in the container what it would have put
	 * there.
	 */
	public AssembledPackage assemble(Work work, RequestRow request) {
		// A folder for each claim: of two that hold the row one after the other, neither
		// touches the other's.
		return this.assembler.assemble(content(request),
				this.staging.folder(request.tenant(), request.id()).resolve("package-" + work.lease()));
	}

	/**
	 * Closes the request: its package is stored and was read back.
	 * @throws LeaseLost if another node took the request over
	 */
	@Transactional
	public void stored(Work work, RequestRow request, AssembledPackage assembled) {
		this.requests.hold(work);
		String path = PackageNames.path(request.tenant(), request.id(), PackageNames.zip(FIRST));
		this.jdbc.sql(
				"update request set revision = ?, package_path = ?, package_bytes = ?, package_sha256 = ? where id = ?")
			.params(FIRST, path, assembled.bytes(), assembled.sha256(), request.id())
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("revision", FIRST);
		data.put("path", path);
		data.put("bytes", assembled.bytes());
		data.put("sha256", assembled.sha256());
		data.put("manifestSha256", assembled.manifestSha256());
		this.evidence.append(request.id(), "package-stored", "hub", data);
		RequestState state = this.tasks.closedState(request.id());
		this.requests.close(request.id(), state, "hub", Map.of("state", state.label()));
	}

	private PackageContent content(RequestRow request) {
		List<SourceContent> sources = this.tasks.of(request.id())
			.stream()
			.map((task) -> content(request, task))
			.toList();
		// What the directory said is for those only who may ask it themselves.
		boolean shown = this.catalogue.all()
			.stream()
			.anyMatch((source) -> source.needsDirectoryEntry() && source.grants(request.right(), request.roles()));
		return new PackageContent(request.id(), request.reference(), request.tenant(), request.right(),
				request.receivedAt(), request.deadline(), FIRST, request.packagedAt(),
				shown ? request.identity().subject().identifiers().keySet() : given(request),
				shown ? request.identity().identified() : "not-shown", request.identity().notSearched(),
				request.identity().failure(), sources);
	}

	private static Set<IdentifierKind> given(RequestRow request) {
		return GivenSubject.of(request.document(), "ZZ").identifiers().keySet();
	}

	private SourceContent content(RequestRow request, TaskRow task) {
		Instant ended = task.endedAt();
		List<Segment> staged = task.progress().staged().stream().map((part) -> {
			Path file = this.staging.file(request.tenant(), request.id(), task.source(), part.attempt());
			return new Segment(file, part.bytes());
		}).toList();
		boolean whole = task.outcome().well();
		Optional<Released> released = (whole && !staged.isEmpty()) ? this.staged.release(request, task)
				: Optional.empty();
		if (released.isPresent()) {
			Released given = released.get();
			return new SourceContent(this.catalogue.get(task.source()), task.outcome(), task.reason(), task.rule(),
					task.retainedUntil(), given.count(), given.redactions(), given.leftOut(), given.leftOutFields(),
					task.apiVersion(), ended, List.of(new Segment(given.file(), given.bytes())));
		}
		return new SourceContent(this.catalogue.get(task.source()), task.outcome(), task.reason(), task.rule(),
				task.retainedUntil(), whole ? task.progress().found() : 0, whole ? task.progress().redactions() : 0, 0,
				0, task.apiVersion(), ended, whole ? staged : List.of());
	}

}
