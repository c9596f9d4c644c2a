package org.dsrhub.simulated;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A server that speaks a line for a line, in clear, as its script says; SMTP and IMAP are
 * such conversations.
 */
public final class ScriptedMail implements AutoCloseable {

	private final ServerSocket socket;

	private final UnaryOperator<String> script;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private ScriptedMail(ServerSocket socket, UnaryOperator<String> script) {
		this.socket = socket;
		this.script = script;
	}

	/**
	 * A server that runs.
	 * @param script the answer to each line of a client, and to an empty one when it
	 * connects; an empty answer says nothing, null breaks off
	 */
	public static ScriptedMail start(UnaryOperator<String> script) {
		return start(0, script);
	}

	/**
	 * The same at a port.
	 */
	public static ScriptedMail start(int port, UnaryOperator<String> script) {
		try {
			ScriptedMail server = new ScriptedMail(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()),
					script);
			Thread thread = new Thread(server::accept, "scripted-mail");
			thread.setDaemon(true);
			thread.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Every line that clients said so far.
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				Thread thread = new Thread(() -> talk(client), "scripted-mail");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void talk(Socket client) {
		try (client;
				BufferedReader input = new BufferedReader(
						new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
				OutputStream output = client.getOutputStream()) {
			for (String line = ""; line != null; line = input.readLine()) {
				if (!line.isEmpty()) {
					this.lines.add(line);
				}
				String answer = this.script.apply(line);
				if (answer == null) {
					return;
				}
				output.write(answer.isEmpty() ? new byte[0] : (answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
				output.flush();
			}
		}
		catch (IOException ex) {
			// The client broke off.
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
