// What servers of streams have in common: taking connections, and closing those that are overdue.
// For the .cc files that know Asio; one thread, the loop's.
#pragma once

#include <boost/asio.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace godwit {

// Takes connections until the acceptor is closed. `listener` has an `acceptor` and a timer `pause`,
// and outlives both. `take` is called with each socket; false: there is no room for it.
template <class Listener, class Take>
void accept_connections(Listener& listener, Take take) {
  using boost::system::error_code;
  listener.acceptor.async_accept(
      [&listener, take](const error_code& error, boost::asio::ip::tcp::socket socket) {
        if (error == boost::asio::error::operation_aborted) return;
        if (!error && take(std::move(socket))) return accept_connections(listener, take);
        // Out of files, or of patience: a moment later some may have gone.
        listener.pause.expires_after(std::chrono::milliseconds(50));
        listener.pause.async_wait([&listener, take](const error_code& stopped) {
          if (!stopped) accept_connections(listener, take);
        });
      });
}

// Closes, once a second, the connections that are overdue, until the timer is cancelled. Closing
// takes a connection out of the set. Timer and set outlive the loop's work.
template <class Connection>
void close_overdue(boost::asio::steady_timer& timer,
                   const std::set<std::shared_ptr<Connection>>& connections) {
  timer.expires_after(std::chrono::seconds(1));
  timer.async_wait([&timer, &connections](const boost::system::error_code& error) {
    if (error) return;
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::shared_ptr<Connection>> overdue;
    for (const auto& connection : connections) {
      if (connection->is_overdue(now)) overdue.push_back(connection);
    }
    for (const auto& connection : overdue) connection->close();
    close_overdue(timer, connections);
  });
}

}  // namespace godwit
