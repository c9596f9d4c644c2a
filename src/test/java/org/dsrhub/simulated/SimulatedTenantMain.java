package org.dsrhub.simulated;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * Starts one simulated tenant with its sample people and waits to be ended. Arguments,
 * all optional: the tenant's name ({@code contoso}), the folder for the CA, the secret
 * and the tenant file ({@code ./simulated}), the first of three ports (any free ones).
 */
public final class SimulatedTenantMain {

	private SimulatedTenantMain() {
	}

	public static void main(String[] args) throws InterruptedException {
		String name = (args.length > 0) ? args[0] : "contoso";
		Path folder = Path.of((args.length > 1) ? args[1] : "simulated").toAbsolutePath().normalize();
		int port = (args.length > 2) ? Integer.parseInt(args[2]) : 0;
		SimulatedTenant tenant = SimulatedTenant.start(name, Clock.systemUTC(), port);
		Runtime.getRuntime().addShutdownHook(new Thread(tenant::close));
		SamplePeople people = SamplePeople.settle(tenant, Clock.systemUTC().instant());
		Path file = tenant.writeTenantFile(folder, folder, "");
		System.out.println("login        " + tenant.login().url());
		System.out.println("arm          " + tenant.arm().url());
		System.out.println("graph        " + tenant.graph().url());
		System.out.println("CA           " + folder.resolve(name + "-ca.pem"));
		System.out.println("tenant file  " + file);
		System.out.println("subject      " + people.email());
		System.out.println();
		System.out.println(tenant.tenantYaml(folder, ""));
		new CountDownLatch(1).await();
	}

}
