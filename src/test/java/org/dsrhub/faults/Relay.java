package org.dsrhub.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Hands TCP connections on to another address, and everything that comes through them.
 * Cut, it keeps the connections and hands nothing on, so that neither end is told
 * anything.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket server;

	private final InetSocketAddress target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "relay");
		thread.setDaemon(true);
		return thread;
	});

	private boolean cut;

	private Relay(ServerSocket server, InetSocketAddress target) {
		this.server = server;
		this.target = target;
	}

	static Relay start(InetSocketAddress listen, InetSocketAddress target) {
		try {
			Relay relay = new Relay(new ServerSocket(listen.getPort(), 50, listen.getAddress()), target);
			relay.threads.execute(relay::accept);
			return relay;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One relay for each port, in a process of its own, until that is ended: the address
	 * to listen on, the one to hand on to, and the ports, which are the same on both.
	 */
	public static void main(String[] args) throws Exception {
		for (int i = 2; i < args.length; i++) {
			int port = Integer.parseInt(args[i]);
			start(new InetSocketAddress(InetAddress.getByName(args[0]), port),
					new InetSocketAddress(InetAddress.getByName(args[1]), port));
		}
		Thread.currentThread().join();
	}

	int port() {
		return this.server.getLocalPort();
	}

	synchronized void cut() {
		this.cut = true;
	}

	synchronized void heal() {
		this.cut = false;
		notifyAll();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.sockets.forEach(Relay::end);
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket caller = this.server.accept();
				this.sockets.add(caller);
				this.threads.execute(() -> connect(caller));
			}
			catch (IOException ex) {
				// It was closed.
				return;
			}
		}
	}

	private void connect(Socket caller) {
		Socket called = new Socket();
		this.sockets.add(called);
		try {
			await();
			called.connect(this.target);
			this.threads.execute(() -> hand(caller, called));
			hand(called, caller);
		}
		catch (IOException ex) {
			end(caller);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void hand(Socket from, Socket to) {
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] some = new byte[16 * 1024];
			for (int read = in.read(some); read >= 0; read = in.read(some)) {
				await();
				out.write(some, 0, read);
			}
			await();
		}
		catch (IOException ex) {
			// One end is gone, and so goes the other.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			end(from);
			end(to);
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private synchronized void await() throws InterruptedException {
		while (this.cut) {
			wait();
		}
	}

	private static void end(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
