package org.dsrhub.packaging;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dsrhub.configuration.HubProperties;
import org.dsrhub.database.GroupCommit;
import org.dsrhub.evidence.EvidenceLog;
import org.dsrhub.packaging.PackageContent.Segment;
import org.dsrhub.packaging.PackageContent.SourceContent;
import org.dsrhub.request.GivenSubject;
import org.dsrhub.request.LeaseLost;
import org.dsrhub.request.RequestMoves;
import org.dsrhub.request.RequestRow;
import org.dsrhub.request.RequestState;
import org.dsrhub.request.Requests;
import org.dsrhub.request.Work;
import org.dsrhub.source.Catalogue;
import org.dsrhub.source.NotPersons;
import org.dsrhub.source.Source;
import org.dsrhub.subject.IdentifierKind;
import org.dsrhub.task.Join;
import org.dsrhub.task.Outcome;
import org.dsrhub.task.StagedRecords;
import org.dsrhub.task.StagedRecords.Released;
import org.dsrhub.task.Staging;
import org.dsrhub.task.TaskProgress;
import org.dsrhub.task.TaskRow;
import org.dsrhub.task.Tasks;
import org.dsrhub.tenant.Tenants;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes a request's package from the ledger and its staging, and closes the request once
 * the package is stored and verified.
 */
@Component
public class Packages {

	private final JdbcClient jdbc;

	private final Requests requests;

	private final RequestMoves moves;

	private final Tasks tasks;

	private final TaskProgress progress;

	private final Join join;

	private final Catalogue catalogue;

	private final Tenants tenants;

	private final Staging staging;

	private final StagedRecords staged;

	private final EvidenceLog evidence;

	private final PackageReader stored;

	private final PackageAssembler assembler;

	private final GroupCommit commits;

	public Packages(JdbcClient jdbc, Requests requests, RequestMoves moves, Tasks tasks, TaskProgress progress,
			Join join, Catalogue catalogue, Tenants tenants, Staging staging, StagedRecords staged,
			EvidenceLog evidence, PackageReader stored, HubProperties hub, GroupCommit commits) {
		this.jdbc = jdbc;
		this.requests = requests;
		this.moves = moves;
		this.tasks = tasks;
		this.progress = progress;
		this.join = join;
		this.catalogue = catalogue;
		this.tenants = tenants;
		this.staging = staging;
		this.staged = staged;
		this.evidence = evidence;
		this.stored = stored;
		this.assembler = new PackageAssembler(hub.config().resolve("templates").resolve("package"));
		this.commits = commits;
	}

	/**
	 * Assembles the package of a request. The same rows give the same bytes, so a node
	 * that does it again after a crash finds in the container what it would have put
	 * there.
	 */
	public AssembledPackage assemble(Work work, RequestRow request) {
		// A folder for each claim: of two that hold the row one after the other, neither
		// touches the other's.
		Path folder = this.staging.folder(request.tenant(), request.id()).resolve("package-" + work.lease());
		return this.assembler.assemble(content(request, folder), folder);
	}

	/**
	 * The package is stored and was read back: the request is closed or, where something
	 * is to be changed, goes on.
	 * @return whether it is closed
	 * @throws LeaseLost if another node took the request over
	 */
	public boolean stored(Work work, RequestRow request, AssembledPackage assembled) {
		return this.commits.run(() -> write(work, request, assembled));
	}

	private boolean write(Work work, RequestRow request, AssembledPackage assembled) {
		this.requests.hold(work);
		int revision = revision(request);
		String path = PackageNames.path(request.tenant(), request.id(), PackageNames.zip(revision));
		this.jdbc
			.sql("update request set revision = ?, package_path = ?, package_bytes = ?, package_sha256 = ?, "
					+ "package_purged_at = null, package_gone_at = null where id = ?")
			.params(revision, path, assembled.bytes(), assembled.sha256(), request.id())
			.update();
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("revision", revision);
		data.put("path", path);
		data.put("bytes", assembled.bytes());
		data.put("sha256", assembled.sha256());
		data.put("manifestSha256", assembled.manifestSha256());
		this.evidence.append(request.id(), "package-stored", "hub", data);
		this.progress.packaged(request.id(), revision);
		if (!request.right().packaged()) {
			this.moves.advance(work, RequestState.FULFILLING, true);
			return false;
		}
		RequestState state = this.join.closedState(request.id());
		this.moves.close(request.id(), state, "hub", Map.of("state", state.label()));
		return true;
	}

	private static int revision(RequestRow request) {
		return (request.revision() != null) ? request.revision() + 1 : 1;
	}

	private PackageContent content(RequestRow request, Path folder) {
		List<TaskRow> tasks = this.tasks.of(request.id()).stream().filter((task) -> !task.beside()).toList();
		Optional<Previous> previous = tasks.stream().anyMatch((task) -> task.packaged() != null)
				? Previous.of(this.stored, request.id(), folder) : Optional.empty();
		List<SourceContent> sources = tasks.stream()
			.map((task) -> (task.packaged() != null) ? packaged(previous, task) : content(request, task))
			.toList();
		// What the directory said is for those only who may ask it themselves.
		boolean shown = this.catalogue.all()
			.stream()
			.anyMatch((source) -> source.directoryEntry() && source.grants(request.right(), request.roles()));
		return new PackageContent(request.id(), request.reference(), request.tenant(), request.right(),
				request.receivedAt(), request.deadline(), revision(request), request.packagedAt(),
				shown ? request.identity().subject().identifiers().keySet() : given(request),
				shown ? request.identity().identified() : "not-shown", request.identity().notSearched(),
				request.identity().failure(), sources,
				this.tenants.find(request.tenant())
					.map((tenant) -> this.catalogue.all().stream().filter(tenant::lacks).toList())
					.orElse(List.of()));
	}

	private SourceContent packaged(Optional<Previous> previous, TaskRow task) {
		Source source = task.source(this.catalogue);
		return previous.map((before) -> before.content(source, task)).orElseGet(() -> Previous.purged(source, task));
	}

	/**
	 * What a person finds they give in another way; and what they have not looked for yet
	 * nobody has found.
	 */
	private SourceContent byHand(TaskRow task) {
		return new SourceContent(task.source(this.catalogue),
				(task.outcome() != null) ? task.outcome() : Outcome.NOT_SEARCHABLE, "by-hand", task.rule(),
				task.retainedUntil(), 0, 0, 0, 0, NotPersons.NONE, null, task.endedAt(), List.of());
	}

	private static Set<IdentifierKind> given(RequestRow request) {
		return GivenSubject.of(request.document(), "ZZ").identifiers().keySet();
	}

	private SourceContent content(RequestRow request, TaskRow task) {
		if (task.manual()) {
			return byHand(task);
		}
		// What is still to be changed was found before.
		Outcome outcome = (task.outcome() != null) ? task.outcome() : Outcome.FOUND;
		boolean whole = outcome.well() || outcome == Outcome.RETAINED;
		List<Segment> staged = !whole ? List.of() : task.progress().staged().stream().map((part) -> {
			Path file = this.staging.file(request.tenant(), request.id(), task.source(), part.attempt());
			return new Segment(file, part.bytes());
		}).toList();
		Optional<Released> released = staged.isEmpty() ? Optional.empty() : this.staged.release(request, task);
		if (released.isPresent()) {
			Released given = released.get();
			return new SourceContent(task.source(this.catalogue), outcome, task.reason(), task.rule(),
					task.retainedUntil(), given.count(), given.redactions(), given.leftOut(), given.leftOutFields(),
					task.progress().notPersons(), task.apiVersion(), task.endedAt(),
					List.of(new Segment(given.file(), given.bytes())));
		}
		return new SourceContent(task.source(this.catalogue), outcome, task.reason(), task.rule(), task.retainedUntil(),
				whole ? task.progress().found() : 0, whole ? task.progress().redactions() : 0, 0, 0,
				task.progress().notPersons(), task.apiVersion(), task.endedAt(), staged);
	}

}
