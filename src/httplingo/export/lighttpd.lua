-- Run by mod_magnet before each answer is sent; nearly all of them end with the next lines.
local r = lighty.r
local status = r.req_item.http_status
if status < 400 then
  return 0
end

-- Read once for each process, with the first error.
if not package.path:find(root, 1, true) then
  package.path = root .. "/?.lua;" .. package.path
end
local site = require("httplingo_site")
if not site.codes[status] then
  return 0
end

-- An answer with content of its own stays. lighttpd's own pages are known by how they begin.
local headers = r.resp_header
local own = headers["Content-Type"]
if own and own ~= "" then
  local begins = '<?xml version="1.0" encoding="iso-8859-1"?>'
  if own ~= "text/html" or r.resp_body.len > 600 or r.resp_body.get:sub(1, #begins) ~= begins then
    return 0
  end
end

local function trim(text)
  return (text:match("^[ \t]*(.-)[ \t]*$"))
end

-- At most twenty members, of at most 1,024 characters: as httplingo reads a header.
local function split(header)
  if #header > 1024 then
    header = header:sub(1, 1024):match("^(.*),") or ""
  end
  local members = {}
  for member in (header .. ","):gmatch("([^,]*),") do
    if #members == 20 then
      break
    end
    members[#members + 1] = member
  end
  return members
end

-- RFC 9110, Section 12.4.2: thousandths; what is no weight counts as the least.
local function weight_of(parameters)
  for parameter in (parameters .. ";"):gmatch("([^;]*);") do
    local name, value = parameter:match("^([^=]*)=(.*)$")
    if name and trim(name):lower() == "q" then
      value = trim(value)
      if value:match("^0%.?%d?%d?%d?$") or value:match("^1%.?0?0?0?$") then
        return math.floor(tonumber(value) * 1000 + 0.5)
      end
      return 1
    end
  end
  return 1000
end

-- The locale and the distance that a tag finds: nil if nothing is near, false if it is malformed.
local function find(tag)
  tag = tag:lower():gsub("_", "-")
  local parts = {}
  for part in tag:gmatch("[^-]+") do
    parts[#parts + 1] = part
  end
  local language, script, region, at = parts[1] or "", "", "", 2
  if site.ranges[tag] then
    language, at = tag, #parts + 1
  elseif not (language:match("^%l%l+$") and #language < 9) then
    return language == "x" and #parts > 1 and nil or false
  end
  while parts[at] do
    local part = parts[at]
    if part:match("^%l%l$") or part:match("^%d%d%d$") then
      region = part
      break
    elseif part:match("^%l%l%l%l$") and script == "" then
      script = part
    elseif part:match("^%l%l%l$") and script == "" and at < 5 and #parts[1] < 4 then
      language = at == 2 and part or language
    else
      if not part:match("^%w+$") then
        return false
      end
      break
    end
    at = at + 1
  end
  local regions = (site.ranges[language] or {})[script]
  if not regions then
    return nil
  end
  local found = regions[region]
  if found == nil then
    found = regions.zz
  end
  return found or nil
end

-- The smallest distance wins, to which each member before it adds five.
local function choose_locale(header)
  local members = {}
  for place, member in ipairs(split(header)) do
    local value, parameters = member:match("^([^;]*);?(.*)$")
    value = trim(value)
    if value ~= "" then
      local weight = weight_of(parameters)
      members[#members + 1] = { weight = weight, value = value, place = place }
    end
  end
  table.sort(members, function(a, b)
    if a.weight ~= b.weight then
      return a.weight > b.weight
    end
    if (a.value == "*") ~= (b.value == "*") then
      return b.value == "*"
    end
    return a.place < b.place
  end)
  local chosen, least, demotion = nil, 0, 0
  for _, member in ipairs(members) do
    if member.weight == 0 then
      break
    elseif member.value == "*" then
      if not chosen then
        break
      end
    else
      local found = find(member.value)
      if found and (not chosen or found[1] + demotion < least) then
        least, chosen = found[1] + demotion, found[2]
      end
      if found ~= false then
        demotion = demotion + 5
      end
    end
  end
  return chosen or site.default_locale
end

-- The most specific range that covers a media type gives its weight (RFC 9110, Section 12.5.1).
local function choose_format(header)
  local ranges = {}
  for _, member in ipairs(split(header)) do
    local value, parameters = member:match("^([^;]*);?(.*)$")
    value = trim(value):lower()
    -- Whoever asks for a parameter does not ask for these.
    local first = trim(parameters:match("^[^;]*"))
    if value:match("^[^/ ]+/[^/ ]+$") then
      local plain = first == "" or first:lower():match("^q[ \t]*=")
      ranges[#ranges + 1] = { plain and value or "", weight_of(parameters) }
    end
  end
  if #ranges == 0 then
    return site.formats[1]
  end
  local best, heaviest = site.otherwise, 0
  for _, one in ipairs(site.formats) do
    local kind = one.media_type:match("^[^/]+")
    local weight, specific = 0, 0
    for _, range in ipairs(ranges) do
      local covers = range[1] == one.media_type and 3 or range[1] == kind .. "/*" and 2
      covers = covers or range[1] == "*/*" and 1 or 0
      if covers > specific then
        weight, specific = range[2], covers
      end
    end
    if weight > heaviest then
      best, heaviest = one, weight
    end
  end
  return best
end

-- Whether a coding is accepted, with a weight that is not zero.
local function accepts(coding)
  for _, member in ipairs(split(r.req_header["Accept-Encoding"] or "")) do
    local value, parameters = member:match("^([^;]*);?(.*)$")
    if trim(value):lower() == coding then
      return weight_of(parameters) > 0
    end
  end
  return false
end

local function request_id()
  local number = r.req_header["X-Request-ID"] or ""
  if number:match("^[%w._:/+=-]+$") and #number <= 128 then
    return number
  end
  local random = io.open("/dev/urandom", "rb")
  number = random:read(16):gsub(".", function(byte)
    return ("%02x"):format(byte:byte())
  end)
  random:close()
  return number
end

local locale = choose_locale(r.req_header["Accept-Language"] or "")
local format = choose_format(r.req_header["Accept"] or "")
local path = ("%s/pages/%s/%d.%s"):format(root, locale, status, format.suffix)

for _, name in ipairs({ "Content-Encoding", "ETag", "Last-Modified", "Accept-Ranges" }) do
  headers[name] = nil
end
for name, value in pairs(format.headers) do
  headers[name] = value
end
headers["Content-Language"] = site.tags[locale]
headers["Cache-Control"] = site.codes[status]

-- To return the status, and not 0, says that the body is whole.
if site.request_id then
  local page = io.open(path, "rb")
  local number = request_id()
  local body = page:read("*a"):gsub(site.request_id, function()
    return number
  end)
  page:close()
  r.resp_body.set(body)
  return status
end
for _, coding in ipairs({ { "br", ".br" }, { "gzip", ".gz" } }) do
  if accepts(coding[1]) and lighty.stat(path .. coding[2]) then
    path = path .. coding[2]
    headers["Content-Encoding"] = coding[1]
    break
  end
end
r.resp_body.set({ { filename = path } })
return status
