package io.cohort.observe.internal.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cohort.core.error.Problem;
import io.cohort.core.error.UserMistake;
import io.cohort.core.event.Event;
import io.cohort.core.event.EventSink;
import io.cohort.observe.Reason;
import io.cohort.observe.RunDirectory;
import io.cohort.observe.RunEvents;
import io.cohort.observe.RunObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers {@code GET /metrics} with a run's figures until the run is over.
 *
 * <p>Threading: events come on the run's thread, questions on the server's own; the two meet in {@link RunMetrics} alone.
 */
final class MetricsPort implements RunObserver {

    private static final String PATH = "/metrics";
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final Address address;
    private final RunMetrics metrics = new RunMetrics();
    private EventSink events = EventSink.NONE;
    private boolean announced;

    private MetricsPort(HttpServer server, Address address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Takes the port and begins to answer.
     *
     * @throws UserMistake of kind {@code port-in-use} when it is not to be had
     */
    static MetricsPort open(Address wanted) {
        try {
            InetSocketAddress socket = new InetSocketAddress(wanted.host(), wanted.port());
            HttpServer server = HttpServer.create(socket, 0);
            MetricsPort port = new MetricsPort(
                    server, new Address(wanted.host(), server.getAddress().getPort()));
            server.createContext("/", port::answer);
            server.start();
            return port;
        } catch (IOException e) {
            throw new UserMistake(
                    "port-in-use",
                    new Problem(
                            "observe.prometheus",
                            wanted.toString(),
                            "figures cannot be offered there: " + Reason.of(e),
                            "End what uses it, or give another; 0 takes any that is free"));
        }
    }

    @Override
    public void begin(RunDirectory run, EventSink sink) {
        events = sink;
    }

    @Override
    public void event(Event event) {
        metrics.accept(event);
        // The run's own first word stays the first that anyone hears.
        if (!announced && !event.type().equals(RunEvents.STARTED)) {
            announced = true;
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("message", "figures for Prometheus at http://" + address + PATH);
            fields.put("host", address.host());
            fields.put("port", address.port());
            events.accept(new Event(RunEvents.LISTENING, System.currentTimeMillis(), Event.LAUNCHER, 0, fields));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean get = exchange.getRequestMethod().equals("GET");
            if (!get && !exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
            } else {
                byte[] body = metrics.text().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", TYPE);
                exchange.sendResponseHeaders(OK, get ? body.length : NO_BODY);
                if (get) {
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
