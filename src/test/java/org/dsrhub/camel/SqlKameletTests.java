package org.dsrhub.camel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.dsrhub.TestDatabase;
import org.dsrhub.Workshop;
import org.dsrhub.source.Page;
import org.dsrhub.source.VendorFault;
import org.dsrhub.source.VendorFault.Reason;
import org.dsrhub.tenant.Tenant;
import org.dsrhub.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The Kamelet {@code sql-list-action} against PostgreSQL.
 */
class SqlKameletTests {

	private static final String QUERY = "select id, email from contact where tenant = :#tenant and email in (:#in:email) "
			+ "and id > cast(:#after as bigint) order by id limit :#limit";

	@TempDir
	java.nio.file.Path folder;

	private DefaultCamelContext camel;

	private TenantDatabases databases;

	private Tenant contoso;

	private JdbcClient crm;

	@BeforeEach
	void start() throws Exception {
		Map<String, String> database = TestDatabase.postgresql();
		this.crm = JdbcClient.create(TestDatabase.of(database));
		this.crm.sql("create table contact (id bigint, tenant varchar(40), email varchar(200))").update();
		this.contoso = tenant(database.get("spring.datasource.url"), "postgres");
	}

	@AfterEach
	void stop() {
		this.camel.stop();
		this.databases.destroy();
	}

	@Test
	void every_row_comes_once_however_many_pages_they_fill() {
		IntStream.rangeClosed(1, 25).forEach((id) -> insert(id, "contoso", "ana@example.com"));
		insert(26, "fabrikam", "ana@example.com");
		Pages pages = read(QUERY, "10", Map.of("email", List.of("ana@example.com")));
		assertThat(pages.keys()).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
		assertThat(pages.sizes).containsExactly(10, 10, 4, 1, 0);
	}

	@Test
	void every_query_waits_for_its_turn() {
		IntStream.rangeClosed(1, 3).forEach((id) -> insert(id, "contoso", "ana@example.com"));
		Pages pages = read(QUERY, "2", Map.of("email", List.of("ana@example.com")));
		assertThat(pages.turns).isEqualTo(pages.sizes.size()).isGreaterThan(1);
	}

	@Test
	void a_query_that_asks_for_fewer_rows_than_a_page_loses_none() {
		IntStream.rangeClosed(1, 7).forEach((id) -> insert(id, "contoso", "ana@example.com"));
		assertThat(read(QUERY.replace(":#limit", "3"), "500", Map.of("email", List.of("ana@example.com"))).keys())
			.hasSize(7);
	}

	@Test
	void a_page_is_never_longer_than_its_size() {
		IntStream.rangeClosed(1, 7).forEach((id) -> insert(id, "contoso", "ana@example.com"));
		assertThat(read(QUERY.replace(" limit :#limit", ""), "2", Map.of("email", List.of("ana@example.com"))).sizes)
			.containsExactly(2, 2, 2, 1, 0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					two rows with one key, at the end of a page | 1 2 3 3 4 5 | 3   | order by id      | two rows have the same key
					the same in pages that the query makes      | 1 2 2 3 4 5 | 500 | order by id limit 2 | two rows have the same key
					rows in another order                       | 1 2 3 4 5 6 | 2   | order by id desc | the keys do not ascend
					rows from before                            | 1 2 3 4 5 6 | 3   | or id > 1 order by id | the keys do not ascend
					""")
	void rows_that_pages_would_miss_are_no_answer(String why, String ids, String pageSize, String order,
			String message) {
		Stream.of(ids.split(" ")).forEach((id) -> insert(Integer.parseInt(id), "contoso", "ana@example.com"));
		Pages pages = new Pages(Map.of());
		String query = "select id from contact where id > cast(:#after as bigint) " + order;
		Exchange done = call(query, pageSize, pages, Map.of());
		while (done.getException() == null && pages.link != null) {
			done = call(query, pageSize, pages, Map.of());
		}
		VendorFault fault = fault(done);
		assertThat(fault.getMessage()).as(why).startsWith(message);
		assertThat(fault.reason()).isEqualTo(Reason.INVALID_ANSWER);
		assertThat(fault.retryable()).isFalse();
	}

	@Test
	void a_page_that_would_fill_the_memory_is_no_answer() {
		IntStream.rangeClosed(1, 4).forEach((id) -> insert(id, "contoso", "ana@example.com"));
		String query = "select id, repeat('x', 15000000) as notes from contact where id > cast(:#after as bigint) order by id";
		assertThat(fault(call(query, "10", new Pages(Map.of()), Map.of()))).hasMessageContaining("lower pageSize")
			.extracting(VendorFault::reason, VendorFault::retryable)
			.containsExactly(Reason.INVALID_ANSWER, false);
		assertThat(read(query, "2", Map.of()).keys()).containsExactly(1, 2, 3, 4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{hub.secret}}@example.com", "${camelContext.name}@example.com", "o'neill@example.com",
			"a\"b@example.com", "x') or ('1'='1", "a,b@example.com", ":?tenant", ":#tenant", "?" })
	void an_identifier_is_data_whatever_it_looks_like(String email) {
		insert(1, "contoso", email);
		insert(2, "contoso", "somebody@example.com");
		assertThat(read(QUERY, "10", Map.of("email", List.of(email))).keys()).containsExactly(1);
	}

	@Test
	void a_kind_of_identifier_that_the_subject_has_none_of_equals_nothing() {
		insert(1, "contoso", null);
		insert(2, "contoso", "");
		assertThat(read(QUERY, "10", Map.of()).keys()).isEmpty();
	}

	@Test
	void headers_and_variables_from_before_decide_nothing_and_none_are_left() {
		insert(1, "contoso", "ana@example.com");
		insert(2, "contoso", "diana@example.com");
		insert(3, "fabrikam", "ana@example.com");
		Map<String, Object> hostile = new LinkedHashMap<>();
		hostile.put("CamelSqlQuery", "select id, email from contact");
		hostile.put("CamelSqlParameters", Map.of("tenant", "fabrikam", "email", List.of("diana@example.com")));
		hostile.put("CamelSqlDataSource", TestDatabase.of(TestDatabase.postgresql()));
		hostile.put("tenant", "fabrikam");
		Pages pages = new Pages(Map.of("email", List.of("ana@example.com")));
		Exchange done = call(QUERY, "10", pages, hostile);
		assertThat(done.getException()).isNull();
		assertThat(pages.keys()).containsExactly(1);
		assertThat(done.getMessage().getHeaders()).isEmpty();
		assertThat(done.getVariables()).containsOnlyKeys("fetch");
	}

	@Test
	void the_hub_cannot_write_whatever_the_query_says() {
		insert(1, "contoso", "ana@example.com");
		String query = "with gone as (delete from contact where id > cast(:#after as bigint) returning id) select id from gone";
		assertThat(fault(query)).extracting(VendorFault::reason, Throwable::getMessage)
			.containsExactly(Reason.BAD_REQUEST, "SQLSTATE 25006");
		assertThat(this.crm.sql("select count(*) from contact").query(Long.class).single()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			select id from contacts where id > cast(:#after as bigint)                     | bad-request    | false
			select id frm contact where id > cast(:#after as bigint)                       | bad-request    | false
			select id from contact where id > :#after                                      | bad-request    | false
			select passwd as id from pg_shadow where usename > :#after                     | not-permitted  | false
			select email from contact where id > cast(:#after as bigint)                   | invalid-answer | false
			select id, email as id from contact where id > cast(:#after as bigint)         | invalid-answer | false
			select 1 as id from contact where id > cast(:#after as bigint)                 | invalid-answer | false
			select id, pg_sleep(5) from contact where id > cast(:#after as bigint)         | unreachable    | true
			""")
	void a_refusal_is_told_as_what_it_is(String query, String reason, boolean retryable) throws Exception {
		insert(1, "contoso", "ana@example.com");
		insert(2, "contoso", "ana@example.com");
		this.crm.sql("create role reader login password 'postgres'").update();
		try {
			this.crm.sql("grant select on contact to reader").update();
			stop();
			this.contoso = tenant(this.contoso.databases().get("crm").url(), "reader");
			VendorFault fault = fault(query);
			assertThat(fault.reason().label()).isEqualTo(reason);
			assertThat(fault.retryable()).isEqualTo(retryable);
			assertThat(fault.getMessage()).doesNotContain("ana").doesNotContain("postgres");
		}
		finally {
			this.crm.sql("revoke all on contact from reader").update();
			this.crm.sql("drop role reader").update();
		}
	}

	@Test
	void a_refused_login_and_a_database_that_is_not_there_are_told() throws Exception {
		String url = this.contoso.databases().get("crm").url();
		stop();
		this.contoso = tenant(url, "nobody-of-this-name");
		assertThat(fault(QUERY).reason()).isEqualTo(Reason.NOT_PERMITTED);
		stop();
		this.contoso = tenant(url.replaceFirst("ledger_", "missing_"), "postgres");
		assertThat(fault(QUERY).reason()).isEqualTo(Reason.NOT_FOUND);
		stop();
		this.contoso = tenant("jdbc:postgresql://127.0.0.1:1/crm", "postgres");
		assertThat(fault(QUERY)).extracting(VendorFault::reason, VendorFault::retryable)
			.containsExactly(Reason.UNREACHABLE, true);
	}

	@Test
	void no_two_databases_have_one_name_however_tenants_and_databases_are_called() throws Exception {
		String url = this.contoso.databases().get("crm").url();
		stop();
		this.contoso = tenant(url, "postgres", "contoso", "dk-crm");
		String first = this.databases.name(this.contoso, "dk-crm");
		stop();
		this.contoso = tenant(url, "postgres", "contoso-dk", "crm");
		assertThat(this.databases.name(this.contoso, "crm")).isNotEqualTo(first);
		insert(1, "contoso-dk", "ana@example.com");
		assertThat(read(QUERY, "10", Map.of("email", List.of("ana@example.com"))).keys()).containsExactly(1);
	}

	@Test
	void a_tenant_without_that_database_is_not_configured() {
		Pages pages = new Pages(Map.of());
		assertThat(fault(call("kamelet:sql-list-action/other?database=erp&key=id&start=0&query=RAW(" + QUERY + ")",
				pages, Map.of())))
			.extracting(VendorFault::reason, Throwable::getMessage)
			.containsExactly(Reason.NOT_CONFIGURED, "the tenant file has no databases.erp");
	}

	@Test
	void an_endpoint_that_names_no_database_does_not_read_the_ledger() {
		this.camel.getRegistry()
			.bind("dataSource", javax.sql.DataSource.class, TestDatabase.of(TestDatabase.postgresql()));
		this.camel.addComponent("sql", new KameletsConfiguration().databases());
		assertThatThrownBy(() -> this.camel.getEndpoint("sql:select 1"))
			.hasMessageContaining("Property 'dataSource' is required");
	}

	private VendorFault fault(String query) {
		return fault(call(query, "10", new Pages(Map.of("email", List.of("ana@example.com"))), Map.of()));
	}

	private static VendorFault fault(Exchange exchange) {
		for (Throwable cause = exchange.getException(); cause != null; cause = cause.getCause()) {
			if (cause instanceof VendorFault fault) {
				return fault;
			}
		}
		throw new AssertionError("there was no fault", exchange.getException());
	}

	private Pages read(String query, String pageSize, Map<String, List<String>> identifiers) {
		Pages pages = new Pages(identifiers);
		do {
			Exchange done = call(query, pageSize, pages, Map.of());
			assertThat(done.getException()).isNull();
		}
		while (pages.link != null);
		return pages;
	}

	private Exchange call(String query, String pageSize, Pages pages, Map<String, Object> headers) {
		return call("kamelet:sql-list-action/%s?database=crm&key=id&start=0&pageSize=%s&query=RAW(%s)"
			.formatted("q" + Math.abs((query + pageSize).hashCode()), pageSize, query), pages, headers);
	}

	private Exchange call(String uri, Pages pages, Map<String, Object> headers) {
		return this.camel.createProducerTemplate().request(uri, (exchange) -> {
			exchange.setVariable("fetch", pages);
			exchange.getMessage().setHeaders(headers);
		});
	}

	private void insert(int id, String tenant, String email) {
		this.crm.sql("insert into contact values (?, ?, ?)").params(id, tenant, email).update();
	}

	/** A tenant whose only database is this one, and the hub's part that reads it. */
	private Tenant tenant(String url, String user) throws Exception {
		return tenant(url, user, "contoso", "crm");
	}

	private Tenant tenant(String url, String user, String name, String database) throws Exception {
		java.nio.file.Path room = this.folder.resolve(UUID.randomUUID().toString());
		Workshop shop = new Workshop(room, TestDatabase.of(TestDatabase.postgresql()));
		Workshop.write(room.resolve("password"), "postgres");
		Workshop.write(room.resolve("config/tenants/" + name + ".yaml"), """
				tenant: %s
				entraTenantId: 11111111-1111-1111-1111-111111111111
				administrator: admin@contoso.example
				region: DK
				credential: {kind: secret, clientId: app, secret: "env:NONE"}
				limits: {connectTimeout: PT1S, responseTimeout: PT3S}
				databases: {%s: {url: "%s", user: %s, password: "file:%s"}}
				""".formatted(name, database, url.replaceFirst("[?].*", ""), user, room.resolve("password")));
		Tenants tenants = shop.tenants();
		this.camel = new DefaultCamelContext();
		KameletComponent kamelets = new KameletComponent();
		kamelets.setLocation("file:routes/kamelets");
		kamelets.setNoErrorHandler(true);
		this.camel.addComponent("kamelet", kamelets);
		this.databases = new TenantDatabases(tenants, this.camel);
		this.camel.getRegistry().bind("databaseCall", new DatabaseCall(this.databases));
		this.camel.getRegistry().bind("databaseAnswer", new DatabaseAnswer());
		this.camel.getRegistry().bind("databaseRows", new DatabaseRows());
		this.camel.start();
		return tenants.get(name);
	}

	/** What came, page by page. */
	private final class Pages implements Fetch {

		private final Map<String, List<String>> identifiers;

		private final List<JsonNode> records = new ArrayList<>();

		private final List<Integer> sizes = new ArrayList<>();

		private String link;

		private int turns;

		Pages(Map<String, List<String>> identifiers) {
			this.identifiers = identifiers;
		}

		List<Integer> keys() {
			return this.records.stream().map((record) -> record.path("id").asInt()).toList();
		}

		@Override
		public Tenant tenant() {
			return SqlKameletTests.this.contoso;
		}

		@Override
		public String source() {
			return "crm-contacts";
		}

		@Override
		public String link() {
			return this.link;
		}

		@Override
		public Map<String, String> values() {
			return Map.of();
		}

		@Override
		public Map<String, List<String>> identifiers() {
			return this.identifiers;
		}

		@Override
		public boolean deleted() {
			return false;
		}

		@Override
		public boolean renew() {
			return false;
		}

		@Override
		public void turn() {
			this.turns++;
		}

		@Override
		public void take(Page page, String url) throws IOException {
			assertThat(url).isEqualTo("sql:crm");
			int before = this.records.size();
			this.link = page.read(this.records::add);
			this.sizes.add(this.records.size() - before);
		}

		@Override
		public void absent() {
			throw new IllegalStateException();
		}

	}

}
