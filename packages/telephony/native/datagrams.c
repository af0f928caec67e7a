// Many datagrams a system call, for the media threads (see src/media/nativeSockets.ts; the callers check what they pass).
//
// open(address u32, port u16) → descriptor, bound and non-blocking, or −errno. It may be opened in one thread and watched in another.
// close(descriptor)
// poller() → descriptor of a set of sockets; watch(poller, descriptor, id) adds one, which is closed with the thread from then on
// receive(poller, bytes Uint8Array, table Int32Array, most) → how many datagrams were read. Each takes 1600 bytes of `bytes` and 4 numbers
//   of `table`: id of its socket, length, source address, source port.
// send(bytes Uint8Array, table Int32Array, count) → how many the system took. Each takes 1600 bytes of `bytes` and 4 numbers of `table`:
//   descriptor, length, address, port. Runs for one descriptor leave in one system call.
// hurry(nice) → 0, or −errno: priority of the calling thread alone (Linux counts niceness by thread).
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <node_api.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STRIDE = 1600, FIELDS = 4, BATCH = 128, MOST_ARGUMENTS = 4 };

// The descriptors of one thread, closed with it: a worker may be ended at any moment.
typedef struct {
  int *list;
  size_t count, room;
} Open;

static void closeAll(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  Open *open = data;
  for (size_t at = 0; at < open->count; at++) close(open->list[at]);
  free(open->list);
  free(open);
}

static Open *openOf(napi_env env) {
  void *data = NULL;
  napi_get_instance_data(env, &data);
  return data;
}

// Keeps a descriptor for closeAll; closes it at once when there is no memory for that.
static int keep(napi_env env, int fd) {
  Open *open = openOf(env);
  if (open->count == open->room) {
    size_t room = open->room ? open->room * 2 : 64;
    int *list = realloc(open->list, room * sizeof *list);
    if (!list) return close(fd), -ENOMEM;
    open->list = list;
    open->room = room;
  }
  return open->list[open->count++] = fd;
}

static int numbersOf(napi_env env, napi_callback_info info, napi_value *values, size_t wanted) {
  size_t count = MOST_ARGUMENTS;
  if (napi_get_cb_info(env, info, &count, values, NULL, NULL) != napi_ok || count < wanted) {
    napi_throw_type_error(env, NULL, "too few arguments");
    return 0;
  }
  return 1;
}

static int32_t intOf(napi_env env, napi_value value) {
  int32_t number = 0;
  napi_get_value_int32(env, value, &number);
  return number;
}

static napi_value intValue(napi_env env, int32_t number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  return value;
}

// The memory behind a typed array and its length in elements.
static void *arrayOf(napi_env env, napi_value value, size_t *length) {
  void *data = NULL;
  napi_typedarray_type type;
  *length = 0;
  napi_get_typedarray_info(env, value, &type, length, &data, NULL, NULL);
  return data;
}

static napi_value openSocket(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 2)) return NULL;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return intValue(env, -errno);
  struct sockaddr_in own = {.sin_family = AF_INET,
                            .sin_port = htons(intOf(env, words[1])),
                            .sin_addr.s_addr = htonl((uint32_t)intOf(env, words[0]))};
  if (bind(fd, (struct sockaddr *)&own, sizeof own) == 0) return intValue(env, fd);
  int failure = errno;
  close(fd);
  return intValue(env, -failure);
}

static void forget(napi_env env, int fd) {
  Open *open = openOf(env);
  for (size_t at = 0; at < open->count; at++)
    if (open->list[at] == fd) {
      open->list[at] = open->list[--open->count];
      return;
    }
}

static napi_value closeSocket(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 1)) return NULL;
  int fd = intOf(env, words[0]);
  forget(env, fd);
  return intValue(env, close(fd) == 0 ? 0 : -errno);
}

static napi_value openPoller(napi_env env, napi_callback_info info) {
  (void)info;
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return intValue(env, fd < 0 ? -errno : keep(env, fd));
}

static napi_value watch(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 3)) return NULL;
  int fd = keep(env, intOf(env, words[1]));
  if (fd < 0) return intValue(env, fd);
  // Both the socket and its number must come back with the event: the table's id in the high half, the descriptor in the low one.
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)(uint32_t)intOf(env, words[2]) << 32 | (uint32_t)fd};
  return intValue(env, epoll_ctl(intOf(env, words[0]), EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : -errno);
}

// One datagram a socket and round: whoever floods one port waits for the others.
static napi_value receiveAll(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 4)) return NULL;
  size_t room, fields;
  uint8_t *bytes = arrayOf(env, words[1], &room);
  int32_t *table = arrayOf(env, words[2], &fields);
  int poller = intOf(env, words[0]), most = intOf(env, words[3]), count = 0, reads = 0;
  if (!bytes || !table || most < 0 || room < (size_t)most * STRIDE || fields < (size_t)most * FIELDS) return intValue(env, -EINVAL);
  struct epoll_event events[BATCH];
  while (reads < most) {
    int ready = epoll_wait(poller, events, most - reads < BATCH ? most - reads : BATCH, 0);
    if (ready <= 0) break;
    for (int at = 0; at < ready; at++, reads++) {
      struct sockaddr_in from;
      socklen_t size = sizeof from;
      int fd = (int)(uint32_t)events[at].data.u64;
      ssize_t length = recvfrom(fd, bytes + (size_t)count * STRIDE, STRIDE, MSG_DONTWAIT | MSG_TRUNC, (struct sockaddr *)&from, &size);
      if (length < 0 || length > STRIDE) continue;  // an error report of the network, or longer than any audio
      int32_t *row = table + (size_t)count++ * FIELDS;
      row[0] = (int32_t)(events[at].data.u64 >> 32);
      row[1] = (int32_t)length;
      row[2] = (int32_t)ntohl(from.sin_addr.s_addr);
      row[3] = ntohs(from.sin_port);
    }
  }
  return intValue(env, count);
}

static int sendRun(int fd, struct mmsghdr *messages, int count) {
  int taken = 0, at = 0;
  while (at < count) {
    int some = count - at == 1 ? (int)(sendmsg(fd, &messages[at].msg_hdr, MSG_DONTWAIT) >= 0 ? 1 : -1)
                               : sendmmsg(fd, messages + at, count - at, MSG_DONTWAIT);
    // One that can't be sent is a lost packet and must not hold back the others.
    if (some <= 0) at++;
    else at += some, taken += some;
  }
  return taken;
}

static napi_value sendAll(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 3)) return NULL;
  size_t room, fields;
  uint8_t *bytes = arrayOf(env, words[0], &room);
  int32_t *table = arrayOf(env, words[1], &fields);
  int count = intOf(env, words[2]), taken = 0;
  if (!bytes || !table || count < 0 || room < (size_t)count * STRIDE || fields < (size_t)count * FIELDS) return intValue(env, -EINVAL);
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  struct sockaddr_in to[BATCH];
  int run = 0;
  for (int at = 0; at < count; at++) {
    int32_t *row = table + (size_t)at * FIELDS;
    if (row[1] < 0 || row[1] > STRIDE) return intValue(env, -EINVAL);
    parts[run] = (struct iovec){bytes + (size_t)at * STRIDE, row[1]};
    to[run] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(row[3]), .sin_addr.s_addr = htonl((uint32_t)row[2])};
    messages[run].msg_hdr = (struct msghdr){.msg_name = &to[run], .msg_namelen = sizeof to[run], .msg_iov = &parts[run], .msg_iovlen = 1};
    run++;
    if (run == BATCH || at + 1 == count || row[FIELDS] != row[0]) {
      taken += sendRun(row[0], messages, run);
      run = 0;
    }
  }
  return intValue(env, taken);
}

static napi_value hurry(napi_env env, napi_callback_info info) {
  napi_value words[MOST_ARGUMENTS];
  if (!numbersOf(env, info, words, 1)) return NULL;
  return intValue(env, setpriority(PRIO_PROCESS, 0, intOf(env, words[0])) < 0 ? -errno : 0);
}

NAPI_MODULE_INIT() {
  Open *open = calloc(1, sizeof *open);
  if (!open || napi_set_instance_data(env, open, closeAll, NULL) != napi_ok) {
    free(open);
    napi_throw_error(env, NULL, "no memory");
    return NULL;
  }
  const struct { const char *name; napi_callback call; } all[] = {
      {"open", openSocket}, {"close", closeSocket}, {"poller", openPoller},
      {"watch", watch},     {"receive", receiveAll}, {"send", sendAll},
      {"hurry", hurry},
  };
  for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
    napi_value call;
    napi_create_function(env, all[at].name, NAPI_AUTO_LENGTH, all[at].call, NULL, &call);
    napi_set_named_property(env, exports, all[at].name, call);
  }
  return exports;
}
